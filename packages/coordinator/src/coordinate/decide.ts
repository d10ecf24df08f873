import type { SweepState } from '@latentsweep/store';
import { CHORES, type Chore } from './agenda.ts';

/** All that the next step depends on. */
export interface Situation {
  /** Jobs at which threads died and that were not charged yet. */
  readonly deaths: number;
  /** Trials that no worker has any more and that do not wait in the store yet. */
  readonly returned: number;
  readonly aborted: boolean;
  readonly sweepState: SweepState;
  readonly sweepReason: string | null;
  /** Why the sweep must stop by itself, or null. */
  readonly failure: string | null;
  /** That a config has reached the target of the sweep, or null. */
  readonly reached: string | null;
  /** Milliseconds until each chore is due; not above 0: it is. */
  readonly dueIn: Readonly<Record<Chore, number>>;
  /** The search has no more configs. */
  readonly expanded: boolean;
  /** Trials that wait in the store. */
  readonly queued: number;
  /** Trials that the store's rows call running; known for sure only while `exact`. */
  readonly running: number;
  /** Nothing has changed since the rows were counted. */
  readonly exact: boolean;
  /** Claimed here and not ended. */
  readonly trialsInFlight: number;
  readonly jobsInFlight: number;
  readonly trialsPerJob: number;
  readonly trialsPerSecond: number;
  readonly slots: number;
  readonly replicates: number;
  /** Configs that may be open when more are asked for; null: any number, as nothing is learnt from them. */
  readonly lookahead: number | null;
}

export type Action =
  | { readonly do: Chore | 'charge deaths' | 'put back' }
  | { readonly do: 'claim'; readonly trials: number }
  /** Make rows, where the results that they depend on are there. */
  | { readonly do: 'expand'; readonly trials: number }
  /** See to trials whose rows are running, but which are not in flight here. */
  | { readonly do: 'take over' }
  | { readonly do: 'wait' }
  | {
      readonly do: 'stop';
      readonly outcome: 'completed' | 'interrupted' | 'paused' | 'cancelled' | 'failed';
      readonly reason: string | null;
    };

/** Jobs that would last about this long are kept on their way, so that no thread waits for the store. */
const SECONDS_IN_FLIGHT = 1.5;
const MOST_JOBS_IN_FLIGHT = 3000;
/** Each replicate has its own data, and a thread keeps few: jobs that wait so that it finds one on those it has. */
const MOST_TO_CHOOSE_FROM = 64;
/** Rows are made this far ahead, and no further: a sweep may have millions. */
const SECONDS_AHEAD = 4;
const LEAST_AHEAD = 500;
const MOST_AHEAD = 5000;
/** Rows of one transaction, so that recording never waits long. */
const MOST_MADE_AT_ONCE = 1000;
const MOST_CLAIMED_AT_ONCE = 500;

/** What to do next. Called again after each action. */
export function decide(s: Situation): Action {
  if (s.deaths > 0) return { do: 'charge deaths' };
  if (s.returned > 0) return { do: 'put back' };
  if (s.aborted) return { do: 'stop', outcome: 'interrupted', reason: null };
  if (s.dueIn.look <= 0) return { do: 'look' };
  switch (s.sweepState) {
    case 'paused':
    case 'cancelled':
    case 'failed':
      return { do: 'stop', outcome: s.sweepState, reason: s.sweepReason };
    case 'running':
    case 'completed':
      break;
    default:
      s.sweepState satisfies never;
  }
  if (s.failure) return { do: 'stop', outcome: 'failed', reason: s.failure };
  if (s.reached) return { do: 'stop', outcome: 'completed', reason: s.reached };
  const chore = CHORES.find((one) => s.dueIn[one] <= 0);
  if (chore) return { do: chore };

  const wanted = jobsWanted(s);
  const missing = Math.ceil((wanted - s.jobsInFlight) * s.trialsPerJob);
  // What the slots have aside, half may be gone: what has ended and is not written yet counts as theirs.
  if (s.queued > 0 && (missing >= MOST_CLAIMED_AT_ONCE || s.jobsInFlight <= (wanted + s.slots) / 2)) {
    return { do: 'claim', trials: Math.min(missing, MOST_CLAIMED_AT_ONCE) };
  }
  const noneOpen = s.queued === 0 && s.trialsInFlight === 0;
  // To be sure that no row is left, and none whose result a search that learns would await in vain.
  if (noneOpen && (s.expanded || s.lookahead !== null)) {
    if (!s.exact) return { do: 'count' };
    if (s.running > 0) return { do: 'take over' };
  }
  if (s.expanded && noneOpen) return { do: 'stop', outcome: 'completed', reason: null };
  const ahead = rowsAhead(s);
  return !s.expanded && mayExpand(s, ahead)
    ? { do: 'expand', trials: Math.min(ahead - s.queued, MOST_MADE_AT_ONCE) }
    : { do: 'wait' };
}

function mayExpand({ queued, trialsInFlight, replicates, lookahead }: Situation, ahead: number): boolean {
  return queued < ahead / 2 && (lookahead === null || queued + trialsInFlight <= lookahead * replicates);
}

/** Each slot has a job and the next one, and a choice of data; more where jobs are short. */
function jobsWanted({ slots, replicates, trialsPerSecond, trialsPerJob }: Situation): number {
  const least = 2 * slots + Math.min(2 * (replicates - 1), MOST_TO_CHOOSE_FROM);
  const short = Math.ceil((SECONDS_IN_FLIGHT * trialsPerSecond) / trialsPerJob);
  return Math.max(least, Math.min(short, MOST_JOBS_IN_FLIGHT));
}

function rowsAhead({ trialsPerSecond }: Situation): number {
  return Math.ceil(Math.min(Math.max(SECONDS_AHEAD * trialsPerSecond, LEAST_AHEAD), MOST_AHEAD));
}
