/** What becomes of trials whose attempt ended without a result. Pure. */

import { HEARD_MS } from '@latentsweep/bus';

/** How long a worker may be silent, also where leases are shorter than usual. */
export function heardWithin(leaseMs: number): number {
  return Math.min(HEARD_MS, leaseMs);
}

/** A trial at which so many workers died is not tried again: the fault most likely lies in it. */
export const MOST_DEATHS = 3;

export interface Lapsed {
  readonly id: number;
  /** Who was at work on it, or null where nobody had begun. */
  readonly worker: string | null;
  readonly deaths: number;
}

export interface Verdict {
  readonly ids: readonly number[];
  /** A death is charged to them, by this worker; null: they go back to the queue as if nothing had happened. */
  readonly worker: string | null;
  /** To be tried no more. */
  readonly quarantined: boolean;
}

/** Judges trials whose leases ran out: first those that nobody is charged with, last those to be tried no more. */
export function judge(lapsed: readonly Lapsed[]): Verdict[] {
  const isLast = ({ worker, deaths }: Lapsed) => worker !== null && deaths + 1 >= MOST_DEATHS;
  const alike = Map.groupBy(lapsed, (trial) => JSON.stringify([trial.worker, isLast(trial)]));
  const verdicts = Array.from(alike.values(), (trials) => {
    const first = trials[0]!;
    return { ids: trials.map(({ id }) => id), worker: first.worker, quarantined: isLast(first) };
  });
  const rank = ({ worker, quarantined }: Verdict) => Number(worker !== null) + Number(quarantined);
  return verdicts.sort((a, b) => rank(a) - rank(b));
}

/**
 * Whether silence means something: the coordinator itself has been connected and awake for long enough to have heard
 * of every worker that lives. After an outage, a suspension or its own start it has not.
 */
export class Attention {
  readonly #heardMs: number;
  #since: number;
  #last: number;

  constructor(now: number, heardMs: number) {
    this.#heardMs = heardMs;
    this.#since = now;
    this.#last = now;
  }

  /** Called at least every second while all is well. */
  tick(now: number, connected: boolean): void {
    if (!connected || now - this.#last > this.#heardMs / 2) this.#since = now;
    this.#last = now;
  }

  canJudge(now: number): boolean {
    return now - this.#since > this.#heardMs;
  }
}
