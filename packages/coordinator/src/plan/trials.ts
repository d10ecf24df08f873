import {
  type AnyConfig,
  type ConfigSpace,
  deriveSeed,
  hashUpTo,
  resultKey,
  seedToHex,
  type Values,
} from '@latentsweep/core';
import type { AliveConfig, NewTrial } from '@latentsweep/store';

export interface TrialContext {
  readonly space: ConfigSpace;
  readonly replicates: number;
  /** So many of them there are already. Default: none. */
  readonly made?: number;
  readonly sweepSeed: number;
  /** Equal for sweeps that take over each other's results; see `sharedWith`. */
  readonly shared: string;
  /** `name@version` of the engine. */
  readonly engine: string;
  /** The band of epochs to which a config trains first; undefined, as by default: to its end. */
  readonly until?: (config: Values) => number | undefined;
}

/**
 * The trials of `configs`: each with every replicate, configs in their order. Replicates count from 1; the seed of
 * replicate r depends on the sweep's seed and r alone, so that it is the same data and noise for every config. `reasons`:
 * why each config was proposed.
 */
export function planTrials(
  configs: readonly AnyConfig[],
  context: TrialContext,
  reasons: readonly string[] | null = null,
): NewTrial[] {
  const { space } = context;
  const named = configs.map((config, i) => {
    const baseline = space.baselineOf(config);
    const configHash = space.hash(config);
    return {
      ...{ config, configHash, runHash: space.runHash(config) },
      // What is compared with nothing is its own.
      baselineHash: baseline === null ? configHash : space.hash(baseline),
      reason: reasons?.[i],
    };
  });
  return trialsOf(named, context);
}

/** The same for configs whose hashes are known. */
export function trialsOf(
  configs: readonly (AliveConfig & Pick<NewTrial, 'reason'>)[],
  { space, replicates, made = 0, sweepSeed, shared, engine, until: untilOf }: TrialContext,
): NewTrial[] {
  const seeds = Array.from({ length: replicates - made }, (_, i) => {
    const replicate = made + i + 1;
    const seed = deriveSeed(sweepSeed, 'replicate', replicate);
    return { replicate, seed, hex: seedToHex(seed) };
  });
  return configs.flatMap((config) => {
    const until = untilOf?.(config.config);
    const trained =
      until === undefined ? config.configHash : hashUpTo(space, config.config, config.configHash, until);
    return seeds.map(({ replicate, seed, hex }) => ({
      ...config,
      ...(until === undefined ? {} : { until }),
      replicate,
      seed: hex,
      resultKey: resultKey(trained, shared, seed, engine),
    }));
  });
}
