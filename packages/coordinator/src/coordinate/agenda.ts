import { performance } from 'node:perf_hooks';
import { LOOK_MS } from '@latentsweep/bus';

/** What is done now and then while a sweep runs, in the order in which it is done where several are due. */
export const CHORES = [
  /** Renew the sweep's lease and read its row, which another process may change: `sweep pause`, `sweep cancel`. */
  'look',
  /** Count the rows, which only corrects what is shown: what is done here is added up anyway. */
  'count',
  /** Find the best config, where results came. */
  'find the best',
  /** See to the leases of trials, where the custody has any. */
  'keep up',
] as const;
export type Chore = (typeof CHORES)[number];

const COUNT_MS = 5000;
const BEST_MS = 1000;
/** Counting a million rows takes a while; it must not be all that the store does. */
const MOST_SHARE = 0.05;

/** When each chore is due: at once in the beginning, and then some time after its last end. */
export class Agenda {
  readonly #keepUpMs: number;
  readonly #now: () => number;
  readonly #dueAt = new Map<Chore, number>();

  /** `keepUpMs`: between two of these; infinite where there is nothing to keep up. */
  constructor(keepUpMs: number, now = () => performance.now()) {
    this.#keepUpMs = keepUpMs;
    this.#now = now;
    if (keepUpMs === Number.POSITIVE_INFINITY) this.#dueAt.set('keep up', keepUpMs);
  }

  /** Milliseconds until it is due; not above 0 where it is. */
  dueIn(chore: Chore): number {
    return (this.#dueAt.get(chore) ?? 0) - this.#now();
  }

  async perform(chore: Chore, act: () => Promise<void>): Promise<void> {
    const began = this.#now();
    await act();
    const ended = this.#now();
    this.#dueAt.set(chore, ended + this.#pauseMs(chore, ended - began));
  }

  #pauseMs(chore: Chore, tookMs: number): number {
    switch (chore) {
      case 'look':
        return LOOK_MS;
      case 'count':
        return Math.max(COUNT_MS, tookMs / MOST_SHARE);
      case 'find the best':
        return Math.max(BEST_MS, tookMs / MOST_SHARE);
      case 'keep up':
        return this.#keepUpMs;
      default:
        return chore satisfies never;
    }
  }
}
