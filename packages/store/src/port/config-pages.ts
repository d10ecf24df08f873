/** What pages of single configs are given. A config is named by its whole hash. */

import type { Values } from '@latentsweep/core';
import type { RankingOptions } from './ranking.ts';
import type { Sweep } from './sweep-book.ts';
import type { TrialState } from './trial.ts';

/** A figure over a config's replicates. */
export interface OverReplicates {
  /** Replicates that have it. */
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  /** Of the 95% interval of the mean (Student's t); null for less than two replicates. */
  readonly half: number | null;
}

export interface TrialOfConfig {
  readonly id: number;
  readonly number: number;
  readonly replicate: number;
  readonly state: TrialState;
  readonly attempt: number;
  readonly worker: string | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** The sweep's metric. */
  readonly value: number | null;
  readonly error: string | null;
}

export interface ConfigRecord {
  readonly hash: string;
  readonly config: Values;
  /** Why a search that learns proposed it. */
  readonly reason: string | null;
  /** By the sweep's metric, among all configs that have a value. */
  readonly rank: number | null;
  /** By how much it breaks the sweep's constraints in all; null where there are none. */
  readonly violation: number | null;
  /** The hash of the config that it is compared with; null where there is none or it is its own. */
  readonly baseline: string | null;
  /** By scalar measure. */
  readonly measures: ReadonlyMap<string, OverReplicates>;
  /** By replicate, the first ones. */
  readonly trials: readonly TrialOfConfig[];
  readonly trialCount: number;
}

export interface ComparedConfig extends Omit<OverReplicates, 'sd'> {
  readonly hash: string;
  readonly config: Values;
  /** To the first config, over the replicates in which both have a value; `pairs`: the first ones by replicate. */
  readonly difference: Omit<OverReplicates, 'sd'> & {
    readonly pairs: readonly { readonly replicate: number; readonly difference: number }[];
  };
}

export interface ConfigPages {
  /**
   * The hash of the config that a word means: its hash, or the first characters of it. Throws InputError
   * `unknown_config`, `ambiguous_config`.
   */
  findConfig(sweep: Sweep, word: string): Promise<string>;
  /** `most`: trials told one by one. Throws InputError `unknown_config`. */
  config(sweep: Sweep, hash: string, most: number): Promise<ConfigRecord>;
  /** In the order of `hashes`; those that are not there are left out. Throws InputError `unknown_metric`. */
  compareConfigs(
    sweep: Sweep,
    hashes: readonly string[],
    options: { readonly by?: string; readonly pairs: number },
  ): Promise<ComparedConfig[]>;
  /**
   * How many configs with a value `where` admits; null where finding out takes reading more trials than is done at once.
   * Throws InputError `unknown_metric`, `bad_where`.
   */
  countConfigs(sweep: Sweep, options: RankingOptions): Promise<number | null>;
}
