/** Part 1: a training step of a LeNet-sized network, and of a convolutional VAE, beside eager PyTorch's, in CPU time on one core, by turns. */

import {
  type ClassifierNetwork,
  classifierParts,
  denseVae,
  type Engine,
  type FitInput,
  initialClassifier,
  initialVae,
  layeredVae,
  layersOf,
  Purpose,
  Stream,
  vaeParts,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { openPeer } from '../tables/peer.ts';
import { LENET, SHAPE } from './lenet.ts';

const SEED = [1, 2] as const;
const PIXELS = 784;
const ROWS = 2048;
const ROUNDS = 7;

const NETWORK: ClassifierNetwork = {
  ...{ features: PIXELS, shape: SHAPE, classes: 10 },
  hidden: layersOf(LENET),
};

const VAE = layeredVae(
  denseVae({
    ...{ features: PIXELS, classes: 10, hiddenSizes: [], latentSize: 16 },
    ...{ reconstruction: 'bce', reduction: 'mean' },
  }),
  ['conv 16 3x3 stride 2', 'conv 32 3x3 stride 2'],
  SHAPE,
);

interface Subject {
  readonly name: 'classifier' | 'vae';
  readonly title: string;
  readonly parameters: number;
  open(engine: Engine, batchSize: number): Promise<{ fit(inputs: readonly FitInput[]): unknown }>;
}

const LANE = { seed: SEED, learningRate: 1e-3 };

const SUBJECTS: readonly Subject[] = [
  {
    ...{ name: 'classifier', title: 'a step', parameters: classifierParts(NETWORK).size },
    open: async (engine, batchSize) =>
      engine.classifier({ network: NETWORK, batchSize, optimizer: 'adam' }, [
        { ...LANE, parameters: initialClassifier(NETWORK, SEED) },
      ]),
  },
  {
    ...{ name: 'vae', title: 'a step of a VAE', parameters: vaeParts(VAE).size },
    open: async (engine, batchSize) =>
      engine.vae({ network: VAE, batchSize, optimizer: 'adam' }, [
        {
          ...{ ...LANE, parameters: initialVae(VAE, SEED), dropout: 0 },
          lossWeights: { reconstruction: 1, kl: 1, prediction: 0.1 },
        },
      ]),
  },
];

/** The most that a step may take of PyTorch's time. */
const BATCHES = [
  { batch: 128, steps: 20, target: 0.9 },
  { batch: 16, steps: 100, target: 0.5 },
];

interface Answer {
  readonly version: string;
  readonly parameters: number;
  /** Of a step, in either of PyTorch's layouts. */
  readonly seconds: readonly number[];
}

export async function benchStep(): Promise<void> {
  const peer = await openPeer('torch_cnn.py');
  const cases = SUBJECTS.flatMap((subject) => BATCHES.map((sizes) => ({ ...subject, ...sizes })));
  try {
    for (const { name, title, parameters: own, open, batch, steps, target } of cases) {
      const train = await trainer(open, batch);
      // V8 optimises the kernels meanwhile.
      await train(steps * 3);
      const rounds: { ours: number; theirs: number }[] = [];
      let version = '';
      for (let round = 0; round < ROUNDS; round++) {
        const answer = await peer.ask<Answer>({ network: name, batch, steps });
        if (answer.parameters !== own) throw new Error(`${answer.parameters} parameters there, ${own} here`);
        version = answer.version;
        const started = process.cpuUsage();
        await train(steps);
        const { user, system } = process.cpuUsage(started);
        rounds.push({ ours: (user + system) / 1e6 / steps, theirs: Math.min(...answer.seconds) });
      }
      const ratio = median(rounds.map(({ ours, theirs }) => ours / theirs));
      const ms = (of: 'ours' | 'theirs') => `${(median(rounds.map((r) => r[of])) * 1000).toFixed(2)} ms`;
      print(
        `${title}, ${own} parameters, batch ${batch}`,
        `${ratio.toFixed(2)} of PyTorch's time (target ${target}): ${ms('ours')}, PyTorch ${version} ${ms('theirs')}`,
      );
    }
  } finally {
    await peer.close();
  }
}

async function trainer(
  open: Subject['open'],
  batchSize: number,
): Promise<(steps: number) => Promise<unknown>> {
  const engine = createSimdEngine();
  const rows = engine.rows(ROWS, PIXELS);
  const stream = new Stream(SEED, Purpose.data);
  const images = Float32Array.from({ length: ROWS * PIXELS }, () => stream.uniform());
  const labels = Uint8Array.from({ length: ROWS }, () => stream.below(10));
  rows.write(0, images, labels);
  const cohort = await open(engine, batchSize);
  let round = 0;
  return async (steps) => {
    const order = Uint32Array.from({ length: steps * batchSize }, () => stream.below(ROWS));
    return cohort.fit([{ sources: [rows], order, weights: null, passes: 1, round: round++ }]);
  };
}
