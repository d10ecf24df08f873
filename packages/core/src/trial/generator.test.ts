import { expect, it } from 'vitest';
import type { PreparedRows } from '../augment/arm.ts';
import { canonicalConfig } from '../config/config.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import type { Seed } from '../random/stream.ts';
import type { TrainedGenerator } from '../trained/generator.ts';
import { loadDataset, prepareDataset } from './load.ts';
import { runTrials } from './run.ts';

const SEED: Seed = [5, 6];
const SPEC: SimulatedSpec = {
  ...{ kind: 'simulated', train: 200, validation: 60, test: 20, intercepts: [0, 0.5, -0.25] },
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
};
/** Steps so large that the last epoch is not the best one. */
const SETTINGS = {
  minority_rate: 0.3,
  batch_size: 32,
  learning_rate: 0.07,
  epochs: 4,
  patience: 5,
  kl_warmup: 0,
};

async function train(arm: string, classifier: string) {
  const engine = createReferenceEngine();
  const dataset = prepareDataset(SPEC, SEED, null);
  const config = canonicalConfig({ ...SETTINGS, arm, classifier });
  const got: { generator?: TrainedGenerator | null; made?: PreparedRows } = {};
  await runTrials(engine, [{ config, seed: SEED, data: loadDataset(engine, dataset), milestones: [4] }], {
    onMilestone() {},
    onModel: (_, __, { generator }) => {
      got.generator = generator;
    },
    onMaker: async (_, __, make) => {
      got.made = await make!(0);
    },
  });
  return { generator: got.generator!, made: got.made! };
}

const sortedRows = ({ features, labels }: PreparedRows, width: number) =>
  Array.from(labels, (label, i) =>
    [label, ...features.subarray(i * width, (i + 1) * width)].join(' '),
  ).sort();

it('a generator is what made the rows of its trial, with the weights that it had there', async () => {
  const generators = await Promise.all(['ffn', 'logistic'].map((one) => train('vae_minority', one)));
  for (const { generator, made } of generators) {
    expect(generator).toMatchObject({ fittedOn: [1, 2], band: null });
    const engine = createReferenceEngine();
    const { network, parameters } = generator;
    const { features } = network;
    const count = made.labels.length;
    const [rows, into] = [engine.rows(count, features), engine.rows(count, features)];
    const labels = made.labels.slice().sort();
    rows.write(0, new Float32Array(count * features), labels);
    const cohort = await engine.vae({ network, batchSize: 32, optimizer: 'rmsprop' }, [
      {
        ...{ seed: SEED, parameters, dropout: 0, learningRate: 1 },
        lossWeights: { reconstruction: 1, kl: 1, prediction: 1 },
      },
    ]);
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    await cohort.generate([{ sources: [rows], order, round: 4, into, at: 0 }]);
    const again = { features: await into.read(0, count), labels };
    expect(sortedRows(again, features)).toEqual(sortedRows(made, features));
  }
  // What is fitted in one go learns from the rows of the best weights, a network from those of its epoch.
  expect(generators[0]!.generator.parameters).not.toEqual(generators[1]!.generator.parameters);
});

it('one that keeps rows near the boundary says how near', async () => {
  const { generator } = await train('vae_boundary', 'logistic');
  expect(generator).toMatchObject({ fittedOn: [0, 1, 2], band: 0.1 });
});

it('arms without a VAE have none', async () => {
  expect((await train('smote', 'logistic')).generator).toBeNull();
});
