import {
  canonicalConfig,
  type Engine,
  freeDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  type TrialResult,
} from '@latentsweep/core';

const CONFIG = canonicalConfig({ arm: 'vae_mixing', hidden_sizes: [5], batch_size: 16, epochs: 2 });
const DATA: SimulatedSpec = {
  ...{ kind: 'simulated', train: 64, validation: 32, test: 32 },
  ...{ coefficients: [[1, -1, 0.5, 2]], intercepts: [0] },
};
const SEED = [1, 2] as const;

/** The losses of it, an epoch each. */
export const TINY_CURVES = ['vae_loss', 'classifier_loss'] as const;

/** A VAE and a classifier of two epochs, trained from end to end: whether an engine does what it should. Milliseconds on a core. */
export async function trainTiny(engine: Engine): Promise<TrialResult> {
  const data = loadDataset(engine, prepareDataset(DATA, SEED, null));
  const results: TrialResult[] = [];
  try {
    await runTrials(engine, [{ config: CONFIG, seed: SEED, data, milestones: [CONFIG.epochs] }], {
      onMilestone: (_lane, _epochs, result) => results.push(result),
    });
  } finally {
    freeDataset(data);
  }
  return results[0]!;
}
