import { expect, test } from 'vitest';
import { canonicalConfig } from '../config/config.ts';
import { cutMinority } from '../dataset/cut.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { DECK_COEFFICIENTS, drawSimulated } from '../dataset/simulated.ts';
import { Stream } from '../random/stream.ts';
import { mixup, symmetricBeta } from './mixup.ts';

const spec: SimulatedSpec = {
  ...{ kind: 'simulated', train: 400, validation: 10, test: 10 },
  ...{ coefficients: [DECK_COEFFICIENTS], intercepts: [0] },
};
const dataset = drawSimulated(spec, [1, 2]);
const training = cutMinority(dataset, 0.2, [1, 2]);

function planOf(seed: readonly [number, number] = [1, 2], alpha = 0.5) {
  const config = canonicalConfig({ arm: 'mixup', 'mixup.alpha': alpha }) as never;
  const plan = mixup.plan({ dataset, training, config, seed });
  if (plan.kind !== 'renewed') throw new Error('it makes none anew');
  return plan;
}

function featuresOf(plan: ReturnType<typeof planOf>, epoch: number): Float32Array {
  const { write } = plan.of(epoch);
  const features = new Float32Array(10 * plan.count);
  for (let i = 0; i < plan.count; i++) write(i, features.subarray(10 * i, 10 * i + 10));
  return features;
}

const rowOf = (features: Float32Array, i: number) => features.subarray(10 * i, 10 * i + 10);

test('A mixed row stands there once of each class, with its share of the weight, twice', () => {
  const plan = planOf();
  const { set } = plan.of(1);
  const features = featuresOf(plan, 1);
  const own = dataset.train.count;
  expect(set.order).toHaveLength(plan.count);
  expect(plan.count).toBe(2 * Math.floor(training.target.reduce((sum, n) => sum + n, 0) / 2));
  let between = 0;
  for (let i = 0; i < plan.count; i += 2) {
    expect(rowOf(features, i)).toEqual(rowOf(features, i + 1));
    const [a, b] = [set.weights![own + i]!, set.weights![own + i + 1]!];
    expect(a + b).toBeCloseTo(2, 6);
    expect(Math.min(a, b)).toBeGreaterThanOrEqual(0);
    if (Math.min(a, b) > 0.1) between += 1;
  }
  expect(between).toBeGreaterThan(plan.count / 8);
  // Only training rows that are left are mixed.
  const kept = new Set(training.kept.flatMap((rows) => [...rows]));
  const [first] = [rowOf(features, 0)];
  const m = set.weights![own]! / 2;
  const found = [...kept].some((x) =>
    [...kept].some((y) =>
      first!.every(
        (value, d) =>
          Math.abs(
            value -
              (m * rowOf(dataset.train.features, x)[d]! + (1 - m) * rowOf(dataset.train.features, y)[d]!),
          ) < 1e-6,
      ),
    ),
  );
  expect(found).toBe(true);
});

test('Pairs and shares are new in each epoch, and the same for a seed', () => {
  const one = featuresOf(planOf(), 1);
  const plan = planOf();
  expect(featuresOf(plan, 2)).not.toEqual(one);
  expect(featuresOf(plan, 1)).toEqual(one);
  expect(featuresOf(planOf([1, 3]), 1)).not.toEqual(one);
});

test.each([0.1, 0.4, 1, 2])('Shares of Beta(%s, %s) have its mean and variance', (alpha) => {
  const stream = new Stream([7, 8], 1);
  const shares = Array.from({ length: 4000 }, () => symmetricBeta(alpha, stream));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
  expect(mean).toBeCloseTo(0.5, 1);
  expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
});
