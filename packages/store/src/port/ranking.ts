/** Rankings: what is asked for, a page of it, and what its rows do not show. */

import type { Values } from '@latentsweep/core';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Which configs are ranked, and by what. */
export interface RankingOptions {
  /** A metric column, the sweep's own by default. */
  readonly by?: string;
  /** A SQL condition over parameters and metrics, as the user typed it. */
  readonly where?: string | undefined;
}

/** Where a ranking goes on; opaque. */
export type Place = Readonly<Record<string, number | null>>;

/** A part of a ranking. `next` is null where it is the last one. */
export interface Page extends Table {
  readonly next: Place | null;
}

export interface LeaderboardOptions extends RankingOptions {
  readonly limit: number;
  /** Measures beside the metric, of one number: their means over a config's trials, as columns of their names. */
  readonly show?: readonly string[];
  /** The `next` of the part before. What changes its place meanwhile may be told twice, or not. */
  readonly after?: Place;
}

export interface RankedConfig {
  readonly config: Values;
  readonly n: number;
  readonly mean: number;
  /** Of the 95% interval; null for one replicate. */
  readonly halfWidth: number | null;
  readonly testMean: number;
  readonly validationMean: number;
}

/** What there is to know of a ranking beside its rows: of the best configs, up to a few thousand. */
export interface Standing {
  /** All configs that have a value were looked at. */
  readonly whole: boolean;
  readonly arms: readonly {
    readonly arm: string;
    /** Configs with a value. */
    readonly configs: number;
    /** The mean over them; null where the arm has no VAE. */
    readonly collapsedShare: number | null;
    /** Passes of the classifier that the baseline of its best config made for each of its own; null where it has none. */
    readonly baselineEffort: number | null;
  }[];
  /** Completed trials of those configs, by whether the metric has a value in them. */
  readonly trials: { readonly withValue: number; readonly withoutValue: number };
  /** Of their trials, the share that ended before it was trained to its end; null where no trial tells. */
  readonly undertrainedShare: number | null;
  readonly best: RankedConfig | null;
  /** The first one by the same metric on validation rows. */
  readonly bestByValidation: RankedConfig | null;
  /** Configs that break a constraint of the sweep, of all that the condition admits; null where there is no constraint. */
  readonly breaking: { readonly configs: number; readonly of: number } | null;
  /** Whether the sweep has a config of the baseline's arm at all, whatever is ranked here. */
  readonly hasBaseline: boolean;
  /** Rows of each class, [replicates][classes], in the best config's replicates. */
  readonly classRows: Readonly<Record<'test' | 'validation', readonly (readonly number[])[]>>;
}
