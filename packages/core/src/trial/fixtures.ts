import { canonicalConfig } from '../config/config.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { DECK_COEFFICIENTS } from '../dataset/simulated.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import type { Values } from '../parameter/parameter.ts';
import type { Seed } from '../random/stream.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { Predictions } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

export const SEED: Seed = [11, 12];
export const TWO: SimulatedSpec = {
  kind: 'simulated',
  train: 400,
  validation: 100,
  test: 100,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
export const THREE: SimulatedSpec = {
  ...TWO,
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
  intercepts: [0, 0.5, -0.25],
};

type Completed = Extract<TrialResult, { readonly outcome: 'completed' }>;

/** One lane on the reference engine: its results and predictions by milestone. Throws where it diverged. */
export async function runOne(spec: SimulatedSpec, given: Values, milestones: readonly number[]) {
  const engine = createReferenceEngine();
  const dataset = prepareDataset(spec, SEED, null);
  const small = { minority_rate: 0.2, classifier_epochs: 2, batch_size: 32, learning_rate: 0.01 };
  const config = canonicalConfig({ ...small, ...given });
  const results = new Map<number, Completed>();
  const told = new Map<number, Predictions>();
  await runTrials(engine, [{ config, seed: SEED, data: loadDataset(engine, dataset), milestones }], {
    onMilestone(_, epochs, result) {
      if (result.outcome !== 'completed') throw new Error(result.reason);
      results.set(epochs, result);
    },
    onPredictions: (_, epochs, predictions) => told.set(epochs, predictions),
  });
  return { results, told, dataset, config };
}
