/** What the main thread and the pool's threads hand to each other; all of it is cloned. */

import type { Job, ResultMessage } from '@latentsweep/bus';
import type { EngineInfo, EngineSpec } from '../engine.ts';

export interface ThreadTask {
  readonly batch: number;
  readonly engine: EngineSpec;
  readonly jobs: readonly Job[];
  /** How many jobs of one shape are trained together at most. */
  readonly width: number;
  /** What the jobs need of their data sets, by SHA-256: descriptions and tables. Shared, not copied. */
  readonly contents: ReadonlyMap<string, SharedArrayBuffer>;
  /** Of a `Board` with a place for each job. */
  readonly board: SharedArrayBuffer;
}

/** The end of one trial of job `job` of the batch. */
export interface TrialReport
  extends Pick<
    ResultMessage,
    'trialId' | 'attempt' | 'result' | 'cut' | 'durationMs' | 'log' | 'ran' | 'artifacts'
  > {
  readonly job: number;
  /** What a device found for the same trial, and should not have: the store keeps it beside this one. */
  readonly differing?: TrialReport;
}

/** Posted while a batch runs. */
export interface ThreadPost {
  readonly batch: number;
  readonly reports: readonly TrialReport[];
}

/** How long a cohort took. */
export interface CohortTime {
  readonly shape: string;
  readonly width: number;
  /** Of all its trials together. */
  readonly epochs: number;
  readonly ms: number;
}

/** Returned when a batch is over. It may overtake the posts. */
export interface ThreadReply {
  readonly engine: EngineInfo;
  /** How many reports were posted. */
  readonly reports: number;
  /** Seeds of the data sets that the thread keeps. */
  readonly held: readonly string[];
  /** Of cohorts that came to their end. */
  readonly cohorts: readonly CohortTime[];
  /** The narrowest cohort that memory did not suffice for, null where it did. */
  readonly tooWide: number | null;
}
