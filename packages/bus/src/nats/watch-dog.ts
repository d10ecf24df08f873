/** Notices that the streams are gone or went back in time: the server's storage was lost, all or its end. */

export interface Seen {
  readonly created: string;
  readonly lastSequence: number;
  /** The last sequence number that a consumer has delivered. */
  readonly delivered: number;
  readonly consumers: number;
  /** Messages that no consumer will deliver, and that fill the stream. Counted while others come and go. */
  readonly stale: number;
}

/** Of each stream, the jobs' first; null: it is missing. */
export type Look = readonly (Seen | null)[];

export type Verdict =
  | { readonly act: 'nothing' }
  /** Consumers are missing; no message is. */
  | { readonly act: 'ensure' }
  /** `remake`: the jobs' stream, or the consumer of results, would mix up what is lost and what comes. */
  | { readonly act: 'lost'; readonly reason: string; readonly remake: 'jobs' | 'recorder' | null };

export interface Wanted {
  /** Of the streams. */
  readonly names: readonly string[];
  /** How many each of them must have. */
  readonly consumers: readonly number[];
  /** More stale jobs than this, at two looks, leave too little room for others. */
  readonly mostStale: number;
}

/** What to do, given the streams as they were and as they are. */
export function judge(wanted: Wanted, before: Look, now: Look): Verdict {
  for (const [i, name] of wanted.names.entries()) {
    const is = now[i] ?? null;
    if (is === null) return { act: 'lost', reason: `the stream ${name} is missing`, remake: null };
    const verdict = judgeOne(wanted, i, before[i] ?? is, is);
    if (verdict) return verdict;
  }
  const some = now.some((stream, i) => stream !== null && stream.consumers < wanted.consumers[i]!);
  return { act: some ? 'ensure' : 'nothing' };
}

function judgeOne({ names, mostStale }: Wanted, i: number, was: Seen, is: Seen): Verdict | null {
  const name = names[i]!;
  if (is.created !== was.created) {
    return { act: 'lost', reason: `the stream ${name} was made anew`, remake: null };
  }
  // A server that is killed may lose the last messages. Their sequence numbers are then given a second time, and a
  // consumer that has delivered those once passes over the new ones.
  if (is.lastSequence < Math.max(was.lastSequence, is.delivered)) {
    const remake = (['jobs', 'recorder', null] as const)[i] ?? null;
    return { act: 'lost', reason: `the last messages of the stream ${name} are missing`, remake };
  }
  if (i === 0 && Math.min(was.stale, is.stale) > mostStale) {
    return { act: 'lost', reason: `the stream ${name} is full of dead messages`, remake: 'jobs' };
  }
  return null;
}
