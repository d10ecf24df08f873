/** What travels. Every message carries `v`; a reader refuses a version it does not know. */

import type { Config, DatasetSpec, FailedTrial, TrialResult } from '@latentsweep/core';

export const MESSAGE_VERSION = 3;
type Version = typeof MESSAGE_VERSION;

/** Trials that share one training run: one config but for `epochs`, one replicate. */
export interface Job {
  readonly v: Version;
  /** `<sweep>.<last trial>.<attempt>`: the trial of the last milestone, which is open as long as the job is. */
  readonly id: string;
  readonly sweepId: number;
  /** `name@version` of the engine that must run it. */
  readonly engine: string;
  /** Labels that the worker must have, sorted; none: any worker. */
  readonly requires: readonly string[];
  readonly dataset: DatasetSpec;
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
export interface ResultMessage {
  readonly v: Version;
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
export type Progress =
  | {
      readonly v: Version;
      readonly kind: 'started';
      readonly jobId: string;
      readonly sweepId: number;
      readonly worker: string;
    }
  | {
      readonly v: Version;
      readonly kind: 'epoch';
      readonly jobId: string;
      readonly sweepId: number;
      readonly worker: string;
      readonly epoch: number;
      readonly of: number;
    }
  /** The job ended without all its results, which will not come: it was cancelled. (What a worker that stops could
   * not finish goes back to the bus, which delivers it again.) */
  | {
      readonly v: Version;
      readonly kind: 'released';
      readonly jobId: string;
      readonly sweepId: number;
      readonly worker: string;
      readonly trialIds: readonly number[];
      readonly reason: string;
    }
  /** The thread that was at the job died with it: the worker has let go of it. */
  | {
      readonly v: Version;
      readonly kind: 'crashed';
      readonly jobId: string;
      readonly sweepId: number;
      readonly worker: string;
      readonly trialIds: readonly number[];
      readonly reason: string;
    }
  /** The worker cannot run the job and gave it back for another worker. */
  | {
      readonly v: Version;
      readonly kind: 'declined';
      readonly jobId: string;
      readonly sweepId: number;
      readonly worker: string;
      readonly reason: string;
    };

/** How often a worker says that it is there. */
export const PRESENCE_MS = 2000;

/** A worker: that it lives, what it offers, and the trials that it holds. */
export interface Presence {
  readonly v: Version;
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

/** From the coordinator to all workers. */
export interface Control {
  readonly v: Version;
  readonly action: 'cancel';
  readonly sweepId: number;
}
