/** Notices that the streams are gone, went back in time, cannot be read, or do not give out what they have. */

import { isOlder } from '../connection/server-version.ts';
import { type Part, QUEUES } from './stream-settings.ts';

/** Between two looks that are compared for what should have moved. */
const MOVES_MS = 1000;

export interface Seen {
  /** On a clock that does not jump. */
  readonly at: number;
  readonly created: string;
  readonly lastSequence: number;
  /** The last sequence number that a consumer has delivered. */
  readonly delivered: number;
  /** Deliveries, by all consumers. */
  readonly deliveries: number;
  readonly consumers: number;
  /** Messages that no consumer will deliver, and that fill the stream. Counted while others come and go. */
  readonly stale: number;
  /** A consumer has messages to deliver, and somebody asks it for some. */
  readonly asked: boolean;
  /** The version of the server that wrote it; empty where that is not known. */
  readonly writer: string;
}

/** Of each stream; null: it is missing. */
export type Look = Readonly<Record<Part, Seen | null>>;

/** What is made anew: a stream with all that is in it, or the consumer of results, which then delivers all again. */
export type Remake = Part | 'recorder';

export type Verdict =
  | { readonly act: 'nothing' }
  /** Consumers are missing, or another server keeps the streams; no message is lost. */
  | { readonly act: 'ensure' }
  | { readonly act: 'lost'; readonly reason: string; readonly remake: readonly Remake[] };

export interface Wanted {
  readonly names: Readonly<Record<Part, string>>;
  /** How many each of them must have. */
  readonly consumers: Readonly<Record<Part, number>>;
  /** More stale jobs than this, at two looks, leave too little room for others. */
  readonly mostStale: number;
  /** Of the server, where one server alone keeps the streams; else empty. */
  readonly version: string;
}

/** What to do with some of the streams, given all as they were (null: never seen) and as they are. */
export function verdictOn(wanted: Wanted, parts: readonly Part[], before: Look | null, now: Look): Verdict {
  const newer = parts.find((part) => isOlder(wanted.version, now[part]?.writer ?? ''));
  if (newer) {
    const reason = `nats-server ${now[newer]!.writer} wrote the streams, and ${wanted.version} may not read them`;
    return { act: 'lost', reason, remake: parts };
  }
  for (const part of parts) {
    const is = now[part];
    if (is === null) return lost(`the stream ${wanted.names[part]} is missing`);
    const verdict = verdictOnOne(wanted, part, before?.[part] ?? null, is);
    if (verdict) return verdict;
  }
  const some = parts.some((part) => now[part]!.consumers < wanted.consumers[part]);
  const met = wanted.version === '' || parts.every((part) => now[part]!.writer === wanted.version);
  return { act: some || !met ? 'ensure' : 'nothing' };
}

const isQueue = (part: Part) => (QUEUES as readonly Part[]).includes(part);

const lost = (reason: string, ...remake: readonly Remake[]): Verdict => ({ act: 'lost', reason, remake });

function verdictOnOne({ names, mostStale }: Wanted, part: Part, was: Seen | null, is: Seen): Verdict | null {
  const name = names[part];
  if (was && is.created !== was.created) return lost(`the stream ${name} was made anew`);
  // An older server takes the notes that a newer one makes of removed messages for messages of such numbers.
  if (!Number.isSafeInteger(is.lastSequence))
    return lost(`a newer nats-server wrote the stream ${name}`, part);
  const back = part === 'results' ? 'recorder' : part;
  // A server that is killed may lose the last messages. Their sequence numbers are then given a second time, and a
  // consumer that has delivered those once passes over the new ones.
  if (is.lastSequence < Math.max(was?.lastSequence ?? 0, is.delivered)) {
    const reason = `the last messages of the stream ${name} are missing`;
    return isQueue(part) ? lost(reason, back) : lost(reason);
  }
  if (!isQueue(part) || was === null || is.at - was.at < MOVES_MS) return null;
  const delivers = was.deliveries !== is.deliveries;
  if (was.asked && is.asked && !delivers)
    return lost(`the stream ${name} does not deliver what it has`, part);
  if (part === 'jobs') {
    const dead = Math.min(was.stale, is.stale) > mostStale;
    return dead ? lost(`the stream ${name} is full of dead messages`, part) : null;
  }
  // While nothing comes or goes the count is exact.
  const quiet = !delivers && was.lastSequence === is.lastSequence && was.stale === is.stale;
  return quiet && is.stale > 0
    ? lost(`the stream ${name} has messages that it will not deliver`, back)
    : null;
}
