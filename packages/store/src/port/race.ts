/** A race over replicates: what it is given, and what it decided. */

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

/** What a race decided of a config. */
export interface StoredDecision extends Pick<NewDecision, 'hash' | 'kept' | 'reason' | 'behind' | 'p'> {
  readonly rung: number;
  readonly config: Values;
}

/** What a race decided at a rung, in numbers. */
export interface DecidedRung {
  /** Replicates that all configs had. */
  readonly rung: number;
  readonly kept: number;
  readonly dropped: number;
}
