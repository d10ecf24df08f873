/** Trials that were given to somebody who asked for them and computes them elsewhere. */

import type { SweepState } from './sweep-book.ts';
import type { TrialState } from './trial.ts';

/** Where a trial stands, for whoever was given it. */
export interface GivenTrial {
  readonly id: number;
  readonly sweepId: number;
  readonly sweepState: SweepState;
  readonly state: TrialState;
  /** How often it was given out: the last one has it, if any. */
  readonly attempt: number;
  readonly error: string | null;
  /** When it was given out; null where nobody has it. */
  readonly startedAt: Date | null;
}

/** Numbers under names, at a place in the course of a trial. */
export interface ToldReport {
  readonly step: number;
  readonly values: ReadonlyMap<string, number>;
}

export interface AskedBook {
  /** Null: there is no such trial. */
  givenTrial(trialId: number): Promise<GivenTrial | null>;
  /**
   * Keeps a report of an attempt that is the trial's last and has not ended, but for one that was kept already, and makes its lease
   * last from now for as long as it was given. `kept`: how many reports the attempt has; null where it is not the last, or at its end, or has
   * `most` of them.
   */
  keepReport(
    at: { readonly trialId: number; readonly attempt: number },
    report: ToldReport,
    most: number,
  ): Promise<{ readonly trial: GivenTrial | null; readonly kept: number | null }>;
  /** Of an attempt, in the order in which they came; none once the trial has ended. */
  keptReports(trialId: number, attempt: number): Promise<readonly ToldReport[]>;
}
