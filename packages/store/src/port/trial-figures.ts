/** What figures that are made of trials are given. */

import type { RankingOptions } from './ranking.ts';
import type { Sweep } from './sweep-book.ts';
import type { TrialState } from './trial.ts';

/** A trial that somebody began. */
export interface BegunTrial {
  readonly id: number;
  /** Null where arms are not asked for. */
  readonly arm: string | null;
  readonly state: TrialState;
  readonly attempt: number;
  /** Null where none was heard of. */
  readonly worker: string | null;
  /** It was trained for an earlier sweep; the times are those of then. */
  readonly reused: boolean;
  /** Milliseconds since 1970; `to` is null while it runs. */
  readonly from: number;
  readonly to: number | null;
  /** From the beginning of its training run to its end; null where it has none. */
  readonly seconds: number | null;
}

export interface BegunTrials {
  /** All of them by number, or a fair sample: one, by chance, of each so many. */
  readonly trials: readonly BegunTrial[];
  /** How many there are; under a condition over means that stand nowhere, an estimate. */
  readonly of: number;
  /** Milliseconds since 1970 by the database's clock. */
  readonly now: number;
}

/** The curves of a config's replicates. What is no finite number is null. */
export interface ConfigCurves {
  /** By replicate, the first ones. */
  readonly replicates: readonly {
    readonly trial: number;
    readonly replicate: number;
    readonly state: TrialState;
    readonly curves: Readonly<Record<string, readonly (number | null)[]>>;
  }[];
  /** How many replicates have curves, and how many of them diverged. */
  readonly of: number;
  readonly diverged: number;
  /** By curve, over all replicates: by epoch the mean, and half the width of its 95% interval (Student's t). */
  readonly means: Readonly<
    Record<string, { readonly mean: readonly (number | null)[]; readonly half: readonly (number | null)[] }>
  >;
}

export interface ConfigConfusion {
  readonly replicates: number;
  /** Mean rows of class i that were predicted as j, at i * K + j; empty where no replicate has one. */
  readonly counts: readonly number[];
  /** Of each class; `half`: of the 95% interval over replicates. Null where no replicate has rows of it. */
  readonly recall: readonly { readonly mean: number | null; readonly half: number | null }[];
}

export interface TrialFigures {
  /**
   * Trials that were begun, of the configs that `where` admits in a leaderboard; at most so many. Throws InputError
   * `bad_where`, and `unknown_metric` where the condition names figures of one.
   */
  begunTrials(
    sweep: Sweep,
    options: RankingOptions & { readonly most: number; readonly arms?: boolean },
  ): Promise<BegunTrials>;
  /** `hash`: all of it. `most`: replicates told one by one. Throws InputError `unknown_config`. */
  configCurves(
    sweep: Sweep,
    hash: string,
    wish: { readonly names: readonly string[]; readonly most: number },
  ): Promise<ConfigCurves>;
  /** Throws InputError `unknown_config`. */
  configConfusion(sweep: Sweep, hash: string, split: 'test' | 'validation'): Promise<ConfigConfusion>;
}
