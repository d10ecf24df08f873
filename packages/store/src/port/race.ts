/** A race over replicates and bands of epochs: what they are given, and what they decided. */

import type { Values } from '@latentsweep/core';

/** A config that no race has dropped. */
export interface AliveConfig {
  readonly config: Values;
  readonly configHash: string;
  readonly runHash: string;
  readonly baselineHash: string;
}

/** With what its trials say, all of which have ended. */
export interface RacedConfig extends AliveConfig {
  /** By replicate: the sweep's metric on validation rows, its sign turned where less is better. Null where there is none. */
  readonly values: readonly (number | null)[];
  /** By its means so far it breaks a constraint of the sweep. */
  readonly breaks: boolean;
}

export interface NewDecision {
  readonly hash: string;
  readonly kept: boolean;
  /** In words for people. */
  readonly reason: string;
  /** What it was judged by: itself, or a milestone of its run. */
  readonly by: string;
  /** What it was compared with, if anything. */
  readonly best: string | null;
  readonly behind: number | null;
  readonly p: number | null;
  readonly level: number;
}

/** A config at a band of epochs: it waits there, or ends there, or earlier in a run that waits. */
export interface BandConfig extends Omit<RacedConfig, 'breaks'> {
  readonly waiting: boolean;
}

/** The value, as in RacedConfig, that a run had at a band which was decided. */
export interface DecidedAtBand {
  readonly runHash: string;
  readonly epochs: number;
  readonly value: number;
}

/** All that a decision at a band depends on. */
export interface BandStand {
  readonly configs: readonly BandConfig[];
  /** At this band and those below it, by run. */
  readonly decided: readonly DecidedAtBand[];
}

export interface NewBandDecision {
  readonly hash: string;
  readonly kept: boolean;
  /** In words for people. */
  readonly reason: string;
  /** The config of its run that was judged. */
  readonly by: string;
  /** The mean over its replicates at the band, as the metric has it; null where it has none. */
  readonly value: number | null;
  /** What was to be reached; null where there was nothing to reach. */
  readonly threshold: number | null;
  /** By how much it was not; not above 0 where it was. */
  readonly behind: number | null;
}

/** What a race, or a band of epochs, decided of a config. */
export interface StoredDecision extends Pick<NewDecision, 'hash' | 'kept' | 'reason' | 'behind' | 'p'> {
  readonly rung: number;
  /** Of a band of epochs; null: a race over replicates. */
  readonly epochs: number | null;
  readonly config: Values;
}

/** What was decided at a rung, or at a band of epochs, in numbers. */
export interface DecidedRung {
  /** Replicates that all configs had. */
  readonly rung: number;
  /** Of a band of epochs; null: a race over replicates. */
  readonly epochs: number | null;
  readonly kept: number;
  readonly dropped: number;
}
