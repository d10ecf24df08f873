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
const CURVES = ['vae_loss', 'classifier_loss'];

/** Rounding of f32 in another order makes 1e-6 of such a loss after some ten steps; what computes wrongly makes far more. */
const TOLERANCE = 1e-3;

/** What differs in a tiny trial's losses by more than rounding explains, in words; null where nothing does. */
export async function disagreement(engine: Engine, truth: Engine): Promise<string | null> {
  const [own, expected] = [await curvesOf(engine), await curvesOf(truth)];
  for (const name of CURVES) {
    for (const [i, value] of expected[name]!.entries()) {
      const got = own[name]?.[i] ?? Number.NaN;
      if (Math.abs(got - value) <= TOLERANCE * (1 + Math.abs(value))) continue;
      return `${name} of a trial is ${got} after epoch ${i + 1} where ${value} is right`;
    }
  }
  return null;
}

async function curvesOf(engine: Engine): Promise<TrialResult['curves']> {
  const data = loadDataset(engine, prepareDataset(DATA, SEED, null));
  const results: TrialResult[] = [];
  try {
    await runTrials(engine, [{ config: CONFIG, seed: SEED, data, milestones: [CONFIG.epochs] }], {
      onMilestone: (_lane, _epochs, result) => results.push(result),
    });
  } finally {
    freeDataset(data);
  }
  return results[0]!.curves;
}
