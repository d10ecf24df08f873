import {
  canonicalConfig,
  type Dataset,
  freeDataset,
  loadDataset,
  Purpose,
  runTrials,
  Stream,
  type TrialResult,
  type Values,
} from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { createSimdEngine } from './engine.ts';

const SEED = [5, 6] as const;

/** Images of two classes whose pixels are multiples of 1 / white. */
function splitOf(count: number, pixels: number, white: number, seed: number) {
  const stream = new Stream([seed, 1], Purpose.data);
  const labels = Uint8Array.from({ length: count }, (_, row) => (row % 3 === 0 ? 1 : 0));
  const features = Float32Array.from({ length: count * pixels }, (_, i) => {
    const bright = labels[Math.floor(i / pixels)] === 1 && i % 4 === 0;
    return Math.min(white, stream.below(white + 1) + (bright ? white >> 1 : 0)) / white;
  });
  return { features, labels, count };
}

function dataOf(shape: readonly [number, number, number], white: number): Dataset {
  const pixels = shape.reduce((all, side) => all * side, 1);
  const of = (count: number, seed: number) => splitOf(count, pixels, white, seed);
  return {
    ...{ features: pixels, shape, classes: 2, classNames: ['a', 'b'], majority: 0, balance: 'majority' },
    ...{ train: of(150, 1), validation: of(40, 2), test: of(41, 3) },
  };
}

const engine = createSimdEngine();

async function train(dataset: Dataset, given: Values): Promise<TrialResult[]> {
  const config = canonicalConfig({ minority_rate: 0.5, classifier_epochs: 2, learning_rate: 0.01, ...given });
  const results: TrialResult[] = [];
  const data = loadDataset(engine, dataset);
  await runTrials(engine, [{ config, seed: SEED, data, milestones: [1, 2] }], {
    onMilestone: (_, __, result) => results.push(result),
  });
  freeDataset(data);
  return results;
}

describe('rows of bytes', () => {
  it.each<[string, Values]>([
    ['a logistic regression', { arm: 'oversample', batch_size: 17 }],
    ['hidden layers, with weights', { arm: 'class_weight', batch_size: 16, classifier_hidden_sizes: [6, 5] }],
    ['convolutions', { arm: 'none', batch_size: 7, classifier_layers: ['conv 3 3x3', 'pool 2', 'dense 5'] }],
    ['rows of floats among them', { arm: 'smote', batch_size: 9, classifier_hidden_sizes: [4] }],
    ['rows of floats alone', { arm: 'transform', batch_size: 9, classifier_hidden_sizes: [4] }],
    [
      'a VAE that generates from them',
      { arm: 'vae_mixing', 'mixing.real': 8, 'mixing.generated': 4, batch_size: 13 },
    ],
    ['a VAE of another loss', { arm: 'vae_conditional', batch_size: 30, classifier_hidden_sizes: [3] }],
  ])('give the bits that floats give: %s', async (_, given) => {
    for (const [shape, white] of [
      [[5, 7, 1], 255],
      [[4, 4, 1], 16],
      [[6, 3, 3], 1],
    ] as const) {
      const floats = dataOf(shape, white);
      const results = await train(floats, given);
      expect(results.map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
      expect(await train({ ...floats, white }, given)).toEqual(results);
    }
  });

  it('take a quarter of the memory', () => {
    const rows = engine.rows(10, 1000, 255) as unknown as { rowBytes: number };
    const floats = engine.rows(10, 1000) as unknown as { rowBytes: number };
    expect(rows.rowBytes / floats.rowBytes).toBeLessThan(0.26);
  });
});
