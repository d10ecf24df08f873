/**
 * Files of trials in two streams of NATS that keep the last message of each subject. Not its object store: whoever puts
 * into that may overwrite and empty all of it, and a name in it can't be held to a worker.
 */

import { printable } from '@latentsweep/core';
import { z } from 'zod';
import { joined, verified } from '../../pieces.ts';
import { sha256 } from '../../schema.ts';
import type { OfTrial, ReadableFile, TrialFile, TrialFiles } from '../../trial-files.ts';
import { encode } from '../../wire.ts';
import { patiently } from '../connection/patiently.ts';
import type { NatsContext } from '../context.ts';
import { directGet, sequenceOf } from '../direct-get.ts';
import { tokens } from '../names.ts';
import { getChunks, putChunks, putMessage } from './chunks.ts';

/** How long something is asked for in spite of lost connections. */
const PATIENCE_MS = 60_000;
/** Of a checkpoint, with what was reported. */
const MOST_FILES = 1001;

const file = z.object({ name: z.string().max(200), bytes: z.int().nonnegative(), sha256 });
/** A worker writes one checkpoint while its last one is still there. No files: its first one is on its way. */
const indexSchema = z.object({ place: z.enum(['a', 'b']), files: z.array(file).max(MOST_FILES) });
type Index = Readonly<z.infer<typeof indexSchema>>;

export function natsFiles(context: NatsContext): TrialFiles {
  const { link, jsm, names, settings } = context;
  const { files: subjects, streams } = names;
  const own = tokens(settings.name);
  const tryFor = <T>(perform: () => Promise<T>) => patiently(link, perform, PATIENCE_MS);

  async function putArtifacts({ sweepId, trialId }: OfTrial, files: readonly ReadableFile[]): Promise<void> {
    await putMessage(context, 'artifacts', subjects.mark(sweepId, own), new Uint8Array());
    const each = new Map(files.map((one) => [one.sha256, one]));
    for (const one of each.values()) {
      const subjectOf = (chunk: number) => subjects.artifact(sweepId, trialId, one.sha256, chunk, own);
      await putChunks(context, 'artifacts', subjectOf, joined([one]));
    }
  }

  function getArtifact({ sweepId, trialId }: OfTrial, worker: string, wanted: TrialFile) {
    const subjectOf = (chunk: number) =>
      subjects.artifact(sweepId, trialId, wanted.sha256, chunk, tokens(worker));
    const chunks = getChunks(context, 'artifacts', subjectOf, wanted.bytes, printable(wanted.name));
    return verified(chunks, wanted);
  }

  async function putCheckpoint({ sweepId, trialId }: OfTrial, files: readonly ReadableFile[]): Promise<void> {
    const at = subjects.index(sweepId, trialId, own);
    const note = (index: Index) => putMessage(context, 'checkpoints', at, encode(index));
    const before = await tryFor(() => directGet(link, streams.checkpoints, { last: at }));
    const last = before && readIndex(before.data);
    // What is there without an index would be found by nobody who clears away.
    if (!last) await note({ place: 'b', files: [] });
    const place = last?.place === 'a' ? 'b' : 'a';
    const subjectOf = (chunk: number) => subjects.chunk(sweepId, trialId, place, chunk, own);
    await putChunks(context, 'checkpoints', subjectOf, joined(files));
    await note({
      place,
      files: files.map(({ name, bytes, sha256: hash }) => ({ name, bytes, sha256: hash })),
    });
  }

  async function getCheckpoint({ sweepId, trialId }: OfTrial) {
    const found = await tryFor(() => lastIndex(subjects.indexes(sweepId, trialId)));
    if (found === null) return null;
    const { files, place } = found.index;
    const worker = subjects.workerOfIndex(found.subject);
    const subjectOf = (chunk: number) => subjects.chunk(sweepId, trialId, place, chunk, worker);
    const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    const what = `the checkpoint of trial ${trialId}`;
    return { files, pieces: () => getChunks(context, 'checkpoints', subjectOf, bytes, what) };
  }

  /** Of all workers', the last one that names files. */
  async function lastIndex(pattern: string): Promise<{ index: Index; subject: string } | null> {
    let last: { index: Index; subject: string } | null = null;
    for (let seq = 1; ; ) {
      const message = await directGet(link, streams.checkpoints, { seq, nextBySubject: pattern });
      if (message === null) return last;
      const index = readIndex(message.data);
      const subject = message.headers?.get('Nats-Subject') ?? '';
      if (index && index.files.length > 0) last = { index, subject };
      seq = sequenceOf(message) + 1;
    }
  }

  async function subjectsIn(stream: string, pattern: string): Promise<string[]> {
    const { state } = await tryFor(() => jsm.streams.info(stream, { subjects_filter: pattern }));
    return Object.keys(state.subjects ?? {});
  }

  const purge = (stream: string, filter: string) =>
    tryFor(async () => {
      await jsm.streams.purge(stream, { filter });
    });

  return {
    putArtifacts,
    getArtifact,
    putCheckpoint,
    getCheckpoint,
    async kept() {
      const marks = await subjectsIn(streams.artifacts, subjects.allMarks);
      const indexes = await subjectsIn(streams.checkpoints, subjects.allIndexes);
      const sweeps = new Set(marks.map((subject) => subjects.ofSubject(subject).sweepId));
      const trials = new Map(
        indexes.map((subject) => subjects.ofSubject(subject)).map((of) => [of.trialId, of]),
      );
      return { artifacts: [...sweeps], checkpoints: [...trials.values()] };
    },
    removeArtifacts: (sweepId, trialId) => purge(streams.artifacts, subjects.artifactsOf(sweepId, trialId)),
    removeCheckpoint: ({ sweepId, trialId }) =>
      purge(streams.checkpoints, subjects.checkpointOf(sweepId, trialId)),
  };
}

/** Null where it is none. */
function readIndex(bytes: Uint8Array): Index | null {
  try {
    return indexSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return null;
  }
}
