import { simulatedShape } from '@latentsweep/coordinator';
import { canonicalConfig, createReferenceEngine, type Engine } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { epochsOfRun, measureSpeed, prepareForCalibration, secondsOf } from './calibrate.ts';

const coefficients = [[1, -1, 0.5]];
const dataset = {
  spec: { kind: 'simulated', train: 60, validation: 20, test: 20, coefficients, intercepts: [0] },
  fingerprint: '',
  content: null,
  summary: '',
} as const;

test('the shape is counted from the data', () => {
  const { shape } = prepareForCalibration(dataset);
  expect(shape.majorityRows + shape.minorityRows).toBe(60);
  const expected = simulatedShape({ ...dataset.spec, prior: null });
  expect(shape).toMatchObject({ features: expected.features, classes: 2, balance: 'original' });
});

test('a training on the engine gives speeds for what the sweep has', async () => {
  const prepared = prepareForCalibration(dataset);
  const engine = createReferenceEngine();
  const plain = canonicalConfig({ arm: 'oversample', minority_rate: 0.5 });
  const vae = canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.5, hidden_sizes: [4] });
  const without = await measureSpeed(engine, prepared, [plain]);
  expect(without.perVaeWork).toBe(0);
  const speed = await measureSpeed(engine, prepared, [vae]);
  for (const value of Object.values(speed)) expect(value).toBeGreaterThanOrEqual(0);
  expect(speed.perClassifierWork + speed.perEpoch).toBeGreaterThan(0);
});

test('of trials that are trained together, a unit is the share of one', async () => {
  const prepared = prepareForCalibration(dataset);
  const widths: number[] = [];
  const engine = createReferenceEngine();
  const counting: Engine = {
    ...engine,
    maxCohort: 3,
    classifier(shape, lanes) {
      widths.push(lanes.length);
      return engine.classifier(shape, lanes);
    },
  };
  await measureSpeed(counting, prepared, [canonicalConfig({ arm: 'oversample', minority_rate: 0.5 })], 3);
  expect(new Set(widths)).toEqual(new Set([3]));
});

test('seconds add up', () => {
  const cost = { vaeSteps: 1, vaeWork: 10, classifierSteps: 1, classifierWork: 100 };
  expect(secondsOf(cost, 2, { perEpoch: 1, perClassifierWork: 0.1, perVaeWork: 0.5 })).toBe(17);
});

test('configs that differ only in epochs are one run, as long as the longest', () => {
  const config = (epochs: number, rate: number) =>
    canonicalConfig({ arm: 'none', epochs, minority_rate: rate });
  expect(epochsOfRun([config(5, 0.1), config(20, 0.1), config(10, 0.5)])).toBe(15);
  expect(epochsOfRun([])).toBe(0);
});
