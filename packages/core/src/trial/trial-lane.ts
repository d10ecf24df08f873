import type { Config } from '../config/config.ts';
import type { Seed } from '../random/stream.ts';
import type { LoadedDataset } from './load.ts';

/** One training run: a config with its last milestone as `epochs`, on one replicate's data. */
export interface TrialLane {
  readonly config: Config;
  readonly seed: Seed;
  readonly data: LoadedDataset;
  /** Epochs at which a result is wanted, ascending. */
  readonly milestones: readonly number[];
}
