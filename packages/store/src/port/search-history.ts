import type { Values } from '@latentsweep/core';

/** What a search that learns has to know. Which configs that are depends on results and on places, not on time. */
export interface HistoryWish {
  /** The newest configs, which may still be running: how far rows are made ahead of results. */
  readonly lookahead: number;
  /** Of all others, so many of the best, */
  readonly best: number;
  /** and so many at most by their places, evenly, */
  readonly spread: number;
  /** and those at these places, */
  readonly places?: readonly number[];
  /** and all from this place on. */
  readonly since?: number;
}

/** What it is told, in the order of places. */
export interface SearchHistory {
  readonly finished: readonly FinishedConfig[];
  /** How many there are. */
  readonly made: number;
  /** The newest ones, whether or not they have ended. */
  readonly running: readonly Values[];
}

/** A config all of whose trials have ended, whether or not a race will make more of them. */
export interface FinishedConfig {
  /** In which order it was proposed, from 0. */
  readonly place: number;
  readonly config: Values;
  /**
   * Of the sweep's metric on validation rows, over its replicates; its sign is turned where less is better. Null where
   * none has a value.
   */
  readonly mean: number | null;
  /** Null for less than two. */
  readonly sd: number | null;
  /** By how much it breaks the sweep's constraints, in all; 0 where it keeps them, or there are none. */
  readonly violation: number;
  /** A race dropped it as worse than others, whatever its mean over few replicates is. Absent: none did. */
  readonly pruned?: boolean;
  /** Replicates with a value: the others failed, diverged or have none. */
  readonly n: number;
  /** The same of the sweep's other objectives, in their order. Absent where it has one. */
  readonly others?: readonly Pick<FinishedConfig, 'mean' | 'sd' | 'n'>[];
}
