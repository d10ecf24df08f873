/** Notices that the streams are gone or went back in time: the server's storage was lost, all or its end. */

import type { StreamInfo } from '@nats-io/jetstream';

export interface Seen {
  readonly created: string;
  readonly lastSequence: number;
  readonly consumers: number;
}

/** Of each stream, the jobs' first; null: it is missing. */
export type Look = readonly (Seen | null)[];

export type Verdict =
  | { readonly act: 'nothing' }
  /** Consumers are missing; no message is. */
  | { readonly act: 'ensure' }
  | { readonly act: 'lost'; readonly reason: string; readonly removeJobs: boolean };

export const seen = (info: StreamInfo | null): Seen | null =>
  info && {
    created: info.created,
    lastSequence: info.state.last_seq,
    consumers: info.state.consumer_count,
  };

/** What to do, given the streams as they were and as they are, and the consumers that each of them must have. */
export function judge(
  names: readonly string[],
  before: Look,
  now: Look,
  consumers: readonly number[],
): Verdict {
  for (const [i, name] of names.entries()) {
    const was = before[i] ?? null;
    const is = now[i] ?? null;
    if (is === null) return { act: 'lost', reason: `the stream ${name} is missing`, removeJobs: false };
    if (was === null) continue;
    if (is.created !== was.created) {
      return { act: 'lost', reason: `the stream ${name} was made anew`, removeJobs: false };
    }
    if (is.lastSequence < was.lastSequence) {
      // Its sequence numbers are given a second time: consumers must not mix them up.
      return {
        act: 'lost',
        reason: `the last messages of the stream ${name} are missing`,
        removeJobs: i === 0,
      };
    }
  }
  const some = now.some((stream, i) => stream !== null && stream.consumers < consumers[i]!);
  return { act: some ? 'ensure' : 'nothing' };
}
