/**
 * A few trials, bit by bit. The file was written on one machine and is read on all others: that it still holds is the
 * proof that results are the same everywhere. When a change of the engine or of the trial loop moves a bit on purpose,
 * raise SIMD_ENGINE_VERSION (stored results are reused by it) and write the file anew: `npx vitest run test/golden -u`.
 */

import {
  ARM_NAMES,
  canonicalConfig,
  DECK_COEFFICIENTS,
  deriveSeed,
  IMAGE_ARMS,
  loadDataset,
  type Measure,
  measureNamed,
  type ParameterValue,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  type TrialResult,
} from '@latentsweep/core';
import { createSimdEngine, SIMD_ENGINE_VERSION } from '@latentsweep/engine-simd';
import { expect, it } from 'vitest';

const TWO: SimulatedSpec = {
  kind: 'simulated',
  train: 3000,
  validation: 500,
  test: 501,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
const THREE: SimulatedSpec = {
  ...TWO,
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
  intercepts: [0, 0.5, -0.25],
};

/** Of images, 7 x 5 in two colours. */
const SHAPE = [7, 5, 2] as const;
const IMAGES: SimulatedSpec = {
  ...TWO,
  ...{ train: 600, validation: 100, test: 101 },
  coefficients: [7, 5, 3].map((step) => Array.from({ length: 70 }, (_, i) => ((i * step) % 11) / 4 - 1.25)),
  intercepts: [0, 1, -1],
};

const CASES: Readonly<
  Record<
    string,
    {
      readonly spec: SimulatedSpec;
      readonly shape?: typeof SHAPE;
      readonly given: Record<string, ParameterValue>;
    }
  >
> = {
  ...Object.fromEntries(
    ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)).map((arm) => [arm, { spec: TWO, given: { arm } }]),
  ),
  'vae_mixing, not collapsed': { spec: TWO, given: { arm: 'vae_mixing', 'loss_weights.kl': 0.001 } },
  'vae_mixing, sums, squared error, adam, hidden layers': {
    spec: TWO,
    given: {
      arm: 'vae_mixing',
      reduction: 'sum',
      reconstruction: 'mse',
      optimizer: 'adam',
      latent_size: 7,
      hidden_sizes: [13, 9],
      classifier_hidden_sizes: [11],
      batch_size: 61,
    },
  },
  'vae_mixing, three classes': { spec: THREE, given: { arm: 'vae_mixing' } },
  'vae_boundary, three classes': { spec: THREE, given: { arm: 'vae_boundary', dropout: 0.3 } },
  'smote, three classes': { spec: THREE, given: { arm: 'smote' } },
  'class_weight, convolutions and dropout': {
    spec: IMAGES,
    shape: SHAPE,
    given: {
      arm: 'class_weight',
      classifier_layers: ['dropout 0.1', 'conv 8 3x3', 'dropout 0.2', 'pool 3', 'dense 5', 'dropout 0.3'],
      classifier_epochs: 2,
      batch_size: 33,
      minority_rate: 0.5,
      learning_rate: 0.01,
    },
  },
  'oversample, convolutions': {
    spec: IMAGES,
    shape: SHAPE,
    given: {
      arm: 'oversample',
      classifier_layers: ['conv 6 3x3', 'conv 7 3x2 stride 2 valid', 'pool 2', 'dense 9'],
      classifier_epochs: 2,
      batch_size: 20,
      minority_rate: 0.5,
      learning_rate: 0.01,
      optimizer: 'adam',
    },
  },
  'vae_mixing, convolutions, a stride, pooling and dropout': {
    spec: IMAGES,
    shape: SHAPE,
    given: {
      arm: 'vae_mixing',
      encoder_layers: ['conv 6 3x3', 'pool 2', 'conv 7 3x2 stride 2', 'dense 9'],
      dropout: 0.2,
      latent_size: 3,
      vae_epochs: 2,
      batch_size: 33,
      minority_rate: 0.5,
      learning_rate: 0.01,
    },
  },
  'vae_conditional, convolutions, whole windows, squared error in sums, adam': {
    spec: IMAGES,
    shape: SHAPE,
    given: {
      arm: 'vae_conditional',
      encoder_layers: ['conv 5 3x3', 'conv 8 2x3 stride 3 valid'],
      'loss_weights.prediction': 0.5,
      reconstruction: 'mse',
      reduction: 'sum',
      optimizer: 'adam',
      batch_size: 20,
      minority_rate: 0.5,
      learning_rate: 0.01,
    },
  },
  'transform, contrast and flips': {
    spec: IMAGES,
    shape: SHAPE,
    given: {
      arm: 'transform',
      'transform.flip': 'both',
      'transform.contrast': 0.3,
      minority_rate: 0.5,
      learning_rate: 0.01,
      optimizer: 'adam',
    },
  },
};

/** As the file has it: measures by their split. */
function bySplit(result: TrialResult): unknown {
  if (result.outcome !== 'completed') return result;
  const { outcome, measures, curves } = result;
  const of = (split: Measure['split']) => {
    const own = Object.keys(measures).map((name) => measureNamed.get(name)!);
    const values = own
      .filter((measure) => measure.split === split)
      .map(({ base, name, type }) => [base, type === 'boolean' ? measures[name] === 1 : measures[name]]);
    return values.length === 0 ? null : Object.fromEntries(values);
  };
  return { outcome, test: of('test'), validation: of('validation'), collapse: of('none'), curves };
}

/** Floats as the hex of their 64 bits, so that nothing is rounded on the way to the file. */
function bits(value: unknown): unknown {
  if (typeof value === 'number') {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  }
  if (Array.isArray(value)) return value.map(bits).join(' ');
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, bits(of)]));
}

it('gives the bits of the golden file', async () => {
  const engine = createSimdEngine();
  const seed = deriveSeed(1, 'replicate', 1);
  const golden: Record<string, unknown> = { version: SIMD_ENGINE_VERSION };
  for (const [name, { spec, shape, given }] of Object.entries(CASES)) {
    const results: TrialResult[] = [];
    const config = canonicalConfig({ minority_rate: 0.05, ...given });
    const drawn = prepareDataset(spec, seed, null);
    const data = loadDataset(engine, shape ? { ...drawn, shape } : drawn);
    await runTrials(engine, [{ config, seed, data, milestones: [1, 2] }], {
      onMilestone: (_, __, result) => results.push(result),
    });
    golden[name] = bits(bySplit(results.at(-1)!));
  }
  void engine.close();
  await expect(`${JSON.stringify(golden, null, 1)}\n`).toMatchFileSnapshot('trials.golden.json');
});
