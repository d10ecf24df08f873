import {
  baselineHash,
  type Config,
  configHash,
  deriveSeed,
  resultKey,
  runHash,
  seedToHex,
} from '@latentsweep/core';
import type { NewTrial } from '@latentsweep/store';

export interface TrialContext {
  readonly replicates: number;
  readonly sweepSeed: number;
  readonly datasetFingerprint: string;
  /** `name@version` of the engine. */
  readonly engine: string;
}

/**
 * The trials of `configs`: each with every replicate, configs in their order. Replicates count from 1; the seed of
 * replicate r depends on the sweep's seed and r alone, so that it is the same data and noise for every config. `reasons`:
 * why each config was proposed.
 */
export function planTrials(
  configs: readonly Config[],
  context: TrialContext,
  reasons: readonly string[] | null = null,
): NewTrial[] {
  const replicates = Array.from({ length: context.replicates }, (_, i) => {
    const seed = deriveSeed(context.sweepSeed, 'replicate', i + 1);
    return { replicate: i + 1, seed, hex: seedToHex(seed) };
  });
  return configs.flatMap((config, i) => {
    const hashes = {
      configHash: configHash(config),
      runHash: runHash(config),
      baselineHash: baselineHash(config),
      reason: reasons?.[i],
    };
    return replicates.map(({ replicate, seed, hex }) => ({
      config,
      ...hashes,
      replicate,
      seed: hex,
      resultKey: resultKey(hashes.configHash, context.datasetFingerprint, seed, context.engine),
    }));
  });
}
