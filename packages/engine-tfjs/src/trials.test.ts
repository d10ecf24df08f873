import {
  canonicalConfig,
  DECK_COEFFICIENTS,
  denseVae,
  type Engine,
  freeDataset,
  initialVae,
  loadDataset,
  type ParameterValue,
  prepareDataset,
  runTrials,
  type Seed,
  type TrialLane,
  type TrialResult,
} from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTfjsEngine } from './engine.ts';

const SPEC = {
  kind: 'simulated',
  train: 240,
  validation: 40,
  test: 40,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
} as const;

let engine: Engine;
beforeAll(async () => {
  engine = await createTfjsEngine({ backend: 'wasm' });
});
afterAll(() => engine.close());

interface Trial {
  readonly seed: Seed;
  readonly milestones: readonly number[];
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** In the place of what the parameters say; more than a sweep may ask for. */
  readonly learningRate?: number;
}

/** Lanes that differ in all in which lanes of one shape may: data, seeds, rates, loss weights, dropout, length. */
const trial = (arm: string, k: number): Trial => ({
  seed: [k, 17 * k],
  milestones: k % 3 === 0 ? [1, 2] : [1 + (k % 2)],
  parameters: {
    arm,
    epochs: 2,
    batch_size: 32,
    vae_epochs: 1 + (k % 2),
    classifier_epochs: 1 + (k % 3),
    minority_rate: 0.3 + 0.1 * (k % 5),
    learning_rate: 10 ** -(2 + (k % 3) / 2),
    'loss_weights.kl': 0.1 * (k % 4),
    ...(arm === 'vae_boundary' ? { dropout: 0.1 * (k % 4) } : {}),
  },
});

/** The results of a cohort, by lane and milestone. */
async function results(trials: readonly Trial[]): Promise<Map<string, TrialResult>[]> {
  const lanes = trials.map(({ seed, milestones, parameters, learningRate }): TrialLane => {
    const data = loadDataset(engine, prepareDataset(SPEC, seed, null));
    const rate = learningRate === undefined ? {} : { learning_rate: learningRate };
    return {
      config: canonicalConfig({ ...parameters, ...rate }),
      seed,
      data,
      milestones,
    };
  });
  const made = trials.map(() => new Map<string, TrialResult>());
  await runTrials(engine, lanes, {
    onMilestone: (lane, epochs, result) => made[lane]!.set(`after ${epochs}`, result),
  });
  for (const { data } of lanes) freeDataset(data);
  return made;
}

describe.each(['vae_mixing', 'vae_boundary', 'oversample'])('a trial of %s', (arm) => {
  it.each([2, 7, 64])('has in a cohort of %i the result that it has alone, bit by bit', async (width) => {
    const trials = Array.from({ length: width }, (_, k) => trial(arm, k));
    const together = await results(trials);
    // All of a small cohort; of a large one, some from every part.
    for (let k = 0; k < width; k += Math.ceil(width / 8)) {
      expect(together[k], `lane ${k}`).toEqual((await results([trials[k]!]))[0]);
    }
  });
});

it('reports a lane that diverges and leaves those beside it alone', async () => {
  const sound = [trial('vae_mixing', 0), trial('vae_mixing', 3)];
  const wild = { ...trial('vae_mixing', 1), milestones: [1, 2], learningRate: 1e30 };
  const trials = [sound[0]!, wild, sound[1]!];
  const [first, middle, last] = await results(trials);
  expect([...middle!.values()].map(({ outcome }) => outcome)).toEqual(['diverged', 'diverged']);
  expect([...first!.values()].map(({ outcome }) => outcome)).toEqual(['completed', 'completed']);
  expect([first, last]).toEqual([(await results([sound[0]!]))[0], (await results([sound[1]!]))[0]]);
});

it('holds no more tensors or memory after a thousand steps', async () => {
  const shape = {
    network: denseVae({
      features: 10,
      hiddenSizes: [6],
      latentSize: 2,
      classes: 2,
      reconstruction: 'bce',
      reduction: 'mean',
    }),
    batchSize: 8,
    optimizer: 'adam',
  } as const;
  const rows = engine.rows(80, 10);
  const lanes = [0, 1, 2].map((k) => ({
    seed: [k, k] as const,
    parameters: initialVae(shape.network, [k, k]),
    lossWeights: { reconstruction: 1, kl: 1, prediction: 1 },
    dropout: 0.2,
    learningRate: 1e-3,
  }));
  const before = tf.memory();
  const cohort = await engine.vae(shape, lanes);
  // Ten steps a pass; the last lane has half as many.
  const fit = (passes: number, round: number) =>
    cohort.fit(
      lanes.map((_, k) => ({
        sources: [rows],
        order: Uint32Array.from({ length: k === 2 ? 40 : 80 }, (_unused, row) => row),
        weights: null,
        passes,
        round,
      })),
    );
  const input = { source: rows, count: 80, round: 0 };
  const generation = { sources: [rows], order: new Uint32Array(9), round: 0, into: rows, at: 0 };
  const all = async (passes: number, round: number) => {
    await fit(passes, round);
    await cohort.evaluate([input, null, input]);
    await cohort.generate([null, generation, generation]);
    await fit(1, round + passes);
  };
  await all(1, 0);
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  await all(100, 2);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes, numDataBuffers });
  cohort.free();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
});
