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

export interface Verdicts {
  /** Back to the queue, as if nothing had happened. */
  readonly requeue: readonly number[];
  /** Back to the queue with a death charged, by the worker that had them. */
  readonly charge: ReadonlyMap<string, readonly number[]>;
  /** To be tried no more, by the worker that had them last. */
  readonly quarantine: ReadonlyMap<string, readonly number[]>;
}

/** Judges trials whose leases ran out. */
export function judge(lapsed: readonly Lapsed[]): Verdicts {
  const requeue: number[] = [];
  const charge = new Map<string, number[]>();
  const quarantine = new Map<string, number[]>();
  for (const { id, worker, deaths } of lapsed) {
    if (worker === null) requeue.push(id);
    else {
      const group = deaths + 1 >= MOST_DEATHS ? quarantine : charge;
      group.set(worker, [...(group.get(worker) ?? []), id]);
    }
  }
  return { requeue, charge, quarantine };
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
