import type { Curves, Measured } from '../measure/measure.ts';

/** What a trial ends with. `diverged` carries the epoch in which a loss or a prediction stopped being a number. */
export type TrialResult =
  | { readonly outcome: 'completed'; readonly measures: Measured; readonly curves: Curves }
  | {
      readonly outcome: 'diverged';
      readonly epoch: number;
      readonly reason: string;
      readonly curves: Curves;
    };

/** A trial that ended without a result: its data or its training threw. */
export interface FailedTrial {
  readonly outcome: 'failed';
  readonly error: string;
}
