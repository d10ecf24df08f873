import { describe, expect, it } from 'vitest';
import type { PreparedRows } from '../augment/arm.ts';
import { ARM_NAMES, IMAGE_ARMS, MAKING_ARMS } from '../augment/arms.ts';
import { canonicalConfig } from '../config/config.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import type { Seed } from '../random/stream.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { Predictions } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

const SEED: Seed = [5, 6];
const SPEC: SimulatedSpec = {
  kind: 'simulated',
  train: 300,
  validation: 60,
  test: 60,
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
  intercepts: [0, 0.5, -0.25],
};

/** Rounds of rows that are asked for at the last milestone. */
async function run(arm: string, rounds: readonly number[]) {
  const engine = createReferenceEngine();
  const dataset = prepareDataset(SPEC, SEED, null);
  const settings = { minority_rate: 0.3, classifier_epochs: 2, batch_size: 32, learning_rate: 0.01 };
  const config = canonicalConfig({ ...settings, arm, ...(arm === 'vae_boundary' ? { band: 0.4 } : {}) });
  const made: PreparedRows[] = [];
  const got: { result?: TrialResult; predictions?: Predictions; none?: boolean } = {};
  await runTrials(engine, [{ config, seed: SEED, data: loadDataset(engine, dataset), milestones: [2] }], {
    onMilestone: (_, __, result) => {
      got.result = result;
    },
    onPredictions: (_, __, predictions) => {
      got.predictions = predictions;
    },
    onMaker: async (_, __, make) => {
      got.none = make === null;
      for (const round of rounds)
        made.push((await make?.(round)) ?? { features: new Float32Array(), labels: new Uint8Array() });
    },
  });
  return { ...got, made, dataset };
}

describe('more rows', () => {
  it.each(MAKING_ARMS)(
    'of %s: round after round others, of minority classes, and the result is the same',
    async (arm) => {
      const without = await run(arm, []);
      const { made, result, predictions, dataset } = await run(arm, [0, 1, 2, 1]);
      expect(result).toEqual(without.result);
      expect(predictions).toEqual(without.predictions);
      const [zero, one, two, again] = made;
      expect(again).toEqual(one);
      expect(one!.features).not.toEqual(two!.features);
      expect(zero!.features).not.toEqual(one!.features);
      for (const { features, labels } of made) {
        expect(labels.length).toBeGreaterThan(0);
        expect(features).toHaveLength(labels.length * dataset.features);
        expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(labels.includes(dataset.majority)).toBe(false);
      }
      expect(zero!.labels).toHaveLength(predictions!.rows!.made.of);
    },
  );

  it.each(ARM_NAMES.filter((arm) => ![...MAKING_ARMS, ...IMAGE_ARMS].includes(arm)))(
    'of %s: none',
    async (arm) => {
      expect((await run(arm, [])).none).toBe(true);
    },
  );
});
