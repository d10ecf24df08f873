/** Takes jobs back from the server. */

import type { StoredMsg } from '@nats-io/jetstream';
import { checkJob } from '../../check.ts';
import type { Job } from '../../messages.ts';
import { decode } from '../../wire.ts';
import { ignoring, NO_MESSAGE, STREAM_NOT_FOUND } from '../connection/codes.ts';
import { patiently } from '../connection/patiently.ts';
import type { ServerContext } from '../context.ts';
import { poolOfConsumer } from '../names.ts';

const AT_ONCE = 64;
const ignoringMissing = ignoring(STREAM_NOT_FOUND, ...NO_MESSAGE);

/**
 * Removes the jobs of a sweep that no worker has pulled; returns them. A consumer delivers in the order of sequence
 * numbers, so those beyond the last one that it delivered were pulled by nobody. It is asked again after the removal:
 * a job that was delivered meanwhile is not among those returned, even if (rarely) it was removed in time.
 */
export async function purgeSweep({ link, jsm, names }: ServerContext, sweepId: number): Promise<Job[]> {
  const stream = names.streams.jobs;
  const delivered = () => patiently(link, () => deliveredByPool(jsm, stream));
  /** Null where it is gone. */
  const ask = <T>(request: () => Promise<T>) => patiently(link, request).catch(ignoringMissing);
  const info = await ask(() => jsm.streams.info(stream, { subjects_filter: names.sweep(sweepId) }));
  const subjects = Object.keys(info?.state.subjects ?? {});
  if (subjects.length === 0) return [];
  const before = await delivered();
  const stored = await mapSome(subjects, (subject) =>
    ask(() => jsm.streams.getMessage(stream, { last_by_subj: subject })),
  );
  const unpulled = stored.filter((message) => message !== null && isBeyond(before, message)) as StoredMsg[];
  const removed = await mapSome(unpulled, async (message) => {
    const gone = await ask(() => jsm.streams.deleteMessage(stream, message.seq, false));
    return gone ? message : null;
  });
  const after = await delivered();
  return removed.flatMap((message) => (message && isBeyond(after, message) ? (jobIn(message) ?? []) : []));
}

/** Removes the jobs with these ids, whoever has them. */
export async function purgeIds({ link, jsm, names }: ServerContext, ids: readonly string[]): Promise<void> {
  await mapSome(ids, async (id) => {
    const filter = names.job('*', id);
    await patiently(link, () => jsm.streams.purge(names.streams.jobs, { filter })).catch(ignoringMissing);
  });
}

/** The results in order, with at most `AT_ONCE` of them in the making at once. */
async function mapSome<T, R>(items: readonly T[], map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await map(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return results;
}

async function deliveredByPool(jsm: ServerContext['jsm'], stream: string): Promise<Map<string, number>> {
  const consumers = await Array.fromAsync(jsm.consumers.list(stream));
  return new Map(consumers.map(({ name, delivered }) => [poolOfConsumer(name), delivered.stream_seq]));
}

function isBeyond(delivered: ReadonlyMap<string, number>, { subject, seq }: StoredMsg): boolean {
  const pool = subject.split('.').at(-4)!;
  return seq > (delivered.get(pool) ?? 0);
}

function jobIn(message: StoredMsg): Job | null {
  try {
    return checkJob(decode(message.data));
  } catch {
    return null;
  }
}
