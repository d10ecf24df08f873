/**
 * What travels. Every message carries `v`; a reader refuses a version it does not know.
 *
 * A job's life. Its trials are rows, and the rows are the truth: whatever is lost below, they are sent out again.
 *
 *   state          who moves it there, how                       next, and by what
 *   made           coordinator: rows claimed, one more attempt   on its way: `publishJob`, once the bus has room
 *   on its way     the bus keeps it                              held: `pullJobs`; given back: recalled from the bus
 *   held           worker: it waits for a thread                 at work: `started`; on its way: `nak`, `declined`
 *   at work        a thread of the worker: `epoch`               ended; asked to stop; given back: `crashed`
 *   asked to stop  coordinator: `let go`, or the worker ends     ended; given back: `released`; on its way: `nak`
 *   ended          worker: a result a trial, then `ack`          rows written, and only then the results' `ack`
 *   given back     worker, or bus: it has the job no more        rows queued; a crash is charged to its trials
 *   lost           nobody: no word of it for a lease             rows queued, the job retracted by its id
 *
 * Whose death it survives. Made: nobody's. On its way: the worker's always, the coordinator's on a lasting bus, the bus's
 * never (`onQueueLost`, or a lease that runs out). Held, at work, asked to stop: the coordinator's and the bus's (the
 * worker has it), not the worker's; the bus delivers it again after its wait, unless it was retracted. Ended: that of all
 * once the rows are written, the worker's once the bus took the results. Coordinator and worker have each a part of this
 * in their hands: `InFlight` there, `HeldJob` and the thread's `Board` here.
 */

import type { Config, FailedTrial, TrialResult } from '@latentsweep/core';

/**
 * 1 had tables without the rule by which they are split, 2 jobs with it; 3 has results by the names of measures, and jobs
 * that name their data set.
 */
export const MESSAGE_VERSION = 3;

interface Versioned {
  readonly v: typeof MESSAGE_VERSION;
}

/** Trials that share one training run: one config but for `epochs`, one replicate. */
export interface Job extends Versioned {
  /** `<sweep>.<last trial>.<attempt>`: the trial of the last milestone, which is open as long as the job is. */
  readonly id: string;
  readonly sweepId: number;
  /** `name@version` of the engine that must run it. */
  readonly engine: string;
  /** Labels that the worker must have, sorted; none: any worker. */
  readonly requires: readonly string[];
  /** The fingerprint of its data set, whose description is on the bus under it: see `packSpec`. */
  readonly dataset: string;
  readonly config: Config;
  readonly replicate: number;
  /** 16 hex digits. */
  readonly seed: string;
  /** By rising `epochs`: the trial that ends there. */
  readonly milestones: readonly {
    readonly trialId: number;
    readonly epochs: number;
    readonly attempt: number;
  }[];
}

/** The end of one trial. */
export interface ResultMessage extends Versioned {
  readonly jobId: string;
  readonly sweepId: number;
  readonly trialId: number;
  readonly attempt: number;
  readonly result: TrialResult | FailedTrial;
  /** Time the trial took, from its run's start. */
  readonly durationMs: number;
  readonly worker: string;
}

/** What workers say while they work: for displays and leases, never for results. */
export type Progress = Versioned & {
  readonly jobId: string;
  readonly sweepId: number;
  readonly worker: string;
} & (
    | { readonly kind: 'started' }
    | { readonly kind: 'epoch'; readonly epoch: number; readonly of: number }
    /** The job ended without all its results, which will not come: the coordinator had asked for it. (What a worker that
     * stops could not finish goes back to the bus, which delivers it again.) */
    | { readonly kind: 'released'; readonly trialIds: readonly number[]; readonly reason: LetGo }
    /** The thread that was at the job died with it: the worker has let go of it. */
    | { readonly kind: 'crashed'; readonly trialIds: readonly number[]; readonly reason: string }
    /** The worker cannot run the job and gave it back for another worker. */
    | { readonly kind: 'declined'; readonly reason: string }
  );

/** A worker: that it lives, what it offers, and the trials that it holds. */
export interface Presence extends Versioned {
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
  /** Of latentsweep. */
  readonly version: string;
  /** `name@version` */
  readonly engine: string;
  readonly slots: number;
  /** Jobs that it trains at once when there are enough; one a slot where it does not say. */
  readonly capacity?: number | undefined;
  readonly labels: readonly string[];
  /** `draining`: takes no more jobs. `gone`: its last message. */
  readonly state: 'working' | 'draining' | 'gone';
  /** Trials ended since it began. */
  readonly done: number;
  /** Why the bus does not take its results; none while it does. */
  readonly troubles?: readonly string[] | undefined;
  /** Trials of the jobs that it has pulled and not settled. */
  readonly trials: readonly { readonly sweepId: number; readonly trialIds: readonly number[] }[];
}

/** Why a sweep's jobs are to be let go of. `ending`: the coordinator stops, and leaves none behind. */
export type LetGo = 'paused' | 'cancelled' | 'ending';

/** From the coordinator to all workers. */
export interface Control extends Versioned {
  readonly action: 'let go';
  readonly why: LetGo;
  readonly sweepId: number;
}
