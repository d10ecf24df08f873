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

const PAUSE_MS = { look: LOOK_MS, count: 5000, 'find the best': 1000 };
/** Counting a million rows takes a while; it must not be all that the store does. */
const MOST_SHARE = 0.05;

/** When each chore is due: at once in the beginning, and then some time after its last end. */
export class Agenda {
  readonly #pauseMs: Readonly<Record<Chore, number>>;
  readonly #dueAt: Record<Chore, number>;
  readonly #now: () => number;

  /** `keepUpMs`: between two of these; infinite where there is nothing to keep up. */
  constructor(keepUpMs: number, now = () => performance.now()) {
    this.#pauseMs = { ...PAUSE_MS, 'keep up': keepUpMs };
    const keepUp = Number.isFinite(keepUpMs) ? 0 : keepUpMs;
    this.#dueAt = { look: 0, count: 0, 'find the best': 0, 'keep up': keepUp };
    this.#now = now;
  }

  /** Milliseconds until it is due; not above 0 where it is. */
  dueIn(chore: Chore): number {
    return this.#dueAt[chore] - this.#now();
  }

  async perform(chore: Chore, act: () => Promise<void>): Promise<void> {
    const began = this.#now();
    await act();
    const ended = this.#now();
    const restMs = chore === 'count' || chore === 'find the best' ? (ended - began) / MOST_SHARE : 0;
    this.#dueAt[chore] = ended + Math.max(this.#pauseMs[chore], restMs);
  }
}
