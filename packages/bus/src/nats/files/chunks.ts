import { randomUUID } from 'node:crypto';
import { LatentsweepError } from '@latentsweep/core';
import { chunksOf, missingFile } from '../../pieces.ts';
import type { Pieces } from '../../trial-files.ts';
import type { NatsContext } from '../context.ts';
import { directGet } from '../direct-get.ts';
import { publishToStream } from '../publish/publish.ts';

/** As the object store of NATS cuts what it keeps. */
const CHUNK_BYTES = 128 * 1024;
/** On their way at once, so that as many are in memory. */
const WINDOW = 8;
/** A trial whose files can't be kept has to end all the same. */
const PATIENCE_MS = 60_000;

type Stream = 'artifacts' | 'checkpoints';
/** Of a chunk, from 0. */
type SubjectOf = (chunk: number) => string;

/** Puts bytes, each chunk under a subject of its own, in place of what was there. Throws as `TrialFiles`. */
export async function putChunks(
  context: NatsContext,
  stream: Stream,
  subjectOf: SubjectOf,
  pieces: Pieces,
): Promise<void> {
  let chunk = 0;
  let batch: Promise<void>[] = [];
  for await (const bytes of chunksOf(pieces, CHUNK_BYTES)) {
    const put = putMessage(context, stream, subjectOf(chunk++), bytes);
    // It is heard with its batch.
    put.catch(() => {});
    batch.push(put);
    if (batch.length < WINDOW) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
}

export async function putMessage(
  context: NatsContext,
  part: Stream,
  subject: string,
  payload: Uint8Array,
): Promise<void> {
  const stream = context.names.streams[part];
  const published = await publishToStream(context, { stream, subject }, randomUUID(), payload, PATIENCE_MS);
  if (published === 'stored') return;
  throw new LatentsweepError(
    'bus_full',
    `The NATS server does not store more in ${stream}: ${published.reason}.`,
    `Remove sweeps that are needed no more (\`sweep rm\`), or raise the limit of the stream or of its account.`,
  );
}

/** Reads what was put so. Throws LatentsweepError `file_missing`. */
export async function* getChunks(
  { link, names }: NatsContext,
  stream: Stream,
  subjectOf: SubjectOf,
  bytes: number,
  what: string,
): AsyncGenerator<Uint8Array> {
  const chunks = Math.ceil(bytes / CHUNK_BYTES);
  for (let at = 0; at < chunks; at += WINDOW) {
    const batch = Array.from({ length: Math.min(WINDOW, chunks - at) }, (_, i) =>
      directGet(link, names.streams[stream], { last: subjectOf(at + i) }),
    );
    for (const message of await Promise.all(batch)) {
      if (message === null) throw missingFile(what);
      yield message.data;
    }
  }
}
