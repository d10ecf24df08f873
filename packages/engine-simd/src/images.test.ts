import {
  canonicalConfig,
  createReferenceEngine,
  type Dataset,
  type Engine,
  loadDataset,
  Purpose,
  predictClasses,
  runTrials,
  Stream,
  type TrainedModel,
  type TrialResult,
} from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { createSimdEngine } from './engine.ts';

const SEED = [5, 6] as const;
const SHAPE = [6, 6, 1] as const;
const PIXELS = 36;

/** A bar that stands or lies, anywhere in the image, in noise: no pixel alone says which. */
function bars(count: number, share: number, seed: number) {
  const stream = new Stream([seed, 1], Purpose.data);
  const features = new Float32Array(count * PIXELS);
  const labels = Uint8Array.from({ length: count }, (_, row) => (row < count * share ? 1 : 0));
  labels.forEach((label, row) => {
    const image = features.subarray(row * PIXELS, (row + 1) * PIXELS);
    image.forEach((_, i) => {
      image[i] = 0.4 * stream.uniform();
    });
    const [across, along] = [stream.below(6), stream.below(3)];
    for (let i = along; i < along + 4; i++) image[label === 1 ? i * 6 + across : across * 6 + i] = 0.9;
  });
  return { features, labels, count };
}

const DATASET: Dataset = {
  ...{ features: PIXELS, shape: SHAPE, classes: 2, classNames: ['lies', 'stands'] },
  ...{ majority: 0, balance: 'original' },
  train: bars(240, 0.5, 1),
  validation: bars(60, 0.5, 2),
  test: bars(60, 0.5, 3),
};

async function run(engine: Engine, arm: string, more = {}) {
  const data = loadDataset(engine, DATASET);
  const config = canonicalConfig({
    ...{ arm, minority_rate: 0.2, classifier_epochs: 2, batch_size: 16, learning_rate: 0.005 },
    ...{ classifier_layers: ['conv 6 3x3', 'pool 2', 'dense 8'] },
    ...more,
  });
  const results: Extract<TrialResult, { outcome: 'completed' }>[] = [];
  const models: TrainedModel[] = [];
  const predicted: Float32Array[] = [];
  await runTrials(engine, [{ config, seed: SEED, data, milestones: [2, 6] }], {
    onMilestone(_, __, result) {
      if (result.outcome === 'completed') results.push(result);
    },
    onModel: (_, __, model) => models.push(model),
    onPredictions: (_, __, { test }) => predicted.push(test.probabilities),
  });
  return { results, models, predicted };
}

describe('a convolutional classifier, through trials', () => {
  it.each(['none', 'oversample', 'class_weight'])('learns as the reference does: %s', async (arm) => {
    const own = await run(createSimdEngine(), arm);
    const reference = await run(createReferenceEngine(), arm);
    expect(own.results).toHaveLength(2);
    own.results.forEach(({ measures }, i) => {
      const loss = measures['test_log_loss'] as number;
      expect(Math.abs(loss - (reference.results[i]!.measures['test_log_loss'] as number))).toBeLessThan(1e-3);
    });
    expect(own.results[1]!.measures['test_accuracy']).toBeGreaterThan(0.7);
  });

  it('has the same bits twice, and in a cohort of its own seed after another', async () => {
    const engine = createSimdEngine();
    const first = await run(engine, 'oversample');
    await run(engine, 'none', { batch_size: 7 });
    expect((await run(engine, 'oversample')).results).toEqual(first.results);
    expect((await run(createSimdEngine(), 'oversample')).results).toEqual(first.results);
  });

  it('keeps its best weights where patience ends it, and hands out a model that predicts alike', async () => {
    const { results, models, predicted } = await run(createSimdEngine(), 'oversample', { patience: 1 });
    expect(results).toHaveLength(2);
    const { classifier } = models[1]!;
    const again = predictClasses(classifier, DATASET.test.features, DATASET.test.count);
    predicted[1]!.forEach((p, row) => {
      expect(again[2 * row + 1]).toBeCloseTo(p, 5);
    });
  });
});
