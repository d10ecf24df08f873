// Times of the SIMD engine's parts on one core, at the deck's sizes: `node bench/engine.ts`.

import { pathToFileURL } from 'node:url';
import {
  type DenseVae,
  denseClassifier,
  denseVae,
  type Engine,
  initialClassifier,
  initialVae,
  Purpose,
  type Rows,
  type Seed,
  Stream,
  type VaeNetwork,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
// Two kernels are timed alone, behind the engine's door.
import { allocateBatch } from '../packages/engine-simd/src/batch.ts';
import { createMachine } from '../packages/engine-simd/src/kernels.ts';
import { listRows } from '../packages/engine-simd/src/list.ts';
import { assemble } from '../packages/engine-simd/src/program.ts';
import { SimdRows } from '../packages/engine-simd/src/rows.ts';

/** In microseconds a unit of work, over the repeats. */
export interface EngineTiming {
  readonly what: string;
  readonly median: number;
  readonly least: number;
}

const ROWS = 80_000;
const MIXED_ROWS = 107_200;
const GENERATED_ROWS = 13_400;
const EVALUATED_ROWS = 20_000;
const BATCH = 160;
const CLASSIFIER_PASSES = 10;
const WARM_UP = 3;
const REPEATS = 15;
const SEED: Seed = [1, 2];

const SIZES: DenseVae = {
  features: 10,
  hiddenSizes: [10, 10],
  latentSize: 2,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
};
const PLAIN = denseVae(SIZES);
const DROPOUT = denseVae({ ...SIZES, hiddenSizes: [20, 20], latentSize: 30 });
const LOGISTIC = denseClassifier({ features: 10, hiddenSizes: [], classes: 2 });

const numbers = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

function fill<R extends Rows>(rows: R): R {
  const stream = new Stream(SEED, Purpose.data);
  const features = Float32Array.from({ length: rows.capacity * rows.columns }, () => stream.uniform());
  rows.write(
    0,
    features,
    Uint8Array.from({ length: rows.capacity }, () => stream.below(2)),
  );
  return rows;
}

async function time(what: string, units: number, work: (repeat: number) => unknown): Promise<EngineTiming> {
  const times: number[] = [];
  // V8 optimises the kernels during the first runs.
  for (let repeat = 0; repeat < WARM_UP + REPEATS; repeat++) {
    const started = performance.now();
    await work(repeat);
    if (repeat >= WARM_UP) times.push(((performance.now() - started) * 1000) / units);
  }
  times.sort((a, b) => a - b);
  return { what, median: times[times.length >> 1]!, least: times[0]! };
}

async function createVae(engine: Engine, network: VaeNetwork, dropout: number) {
  const parameters = initialVae(network, SEED);
  const lossWeights = { reconstruction: 1, kl: 1, prediction: 0.1 };
  return engine.vae({ network, batchSize: BATCH, optimizer: 'rmsprop' }, [
    { seed: SEED, parameters, lossWeights, dropout, learningRate: 1e-3 },
  ]);
}

async function createClassifier(engine: Engine) {
  const parameters = initialClassifier(LOGISTIC, SEED);
  return engine.classifier({ network: LOGISTIC, batchSize: BATCH, optimizer: 'rmsprop' }, [
    { seed: SEED, parameters, learningRate: 1e-3 },
  ]);
}

/** What one epoch of vae_mixing asks of the engine. */
async function createEpoch(engine: Engine, train: Rows, mixed: Rows) {
  const vae = await createVae(engine, PLAIN, 0);
  const classifier = await createClassifier(engine);
  const generated = engine.rows(GENERATED_ROWS, 10);
  const [order, mixedOrder, real] = [ROWS, MIXED_ROWS, GENERATED_ROWS].map(numbers);
  return async (round: number) => {
    await vae.fit([{ sources: [train], order: order!, weights: null, passes: 1, round }]);
    await vae.generate([{ sources: [train], order: real!, round, into: generated, at: 0 }]);
    await classifier.fit([
      { sources: [mixed], order: mixedOrder!, weights: null, passes: CLASSIFIER_PASSES, round: 10 * round },
    ]);
    await vae.evaluate([{ source: mixed, count: EVALUATED_ROWS, round }]);
    await classifier.predict([{ source: mixed, count: EVALUATED_ROWS }]);
  };
}

/** Shuffling the rows of a pass, and gathering the batches of one from rows in random order. */
async function timeKernels(): Promise<EngineTiming[]> {
  const machine = createMachine();
  const region = machine.heap.region();
  const rows = fill(new SimdRows(machine.heap, ROWS, 10));
  const list = listRows(machine, region, [rows], 10, numbers(ROWS), null);
  const { load, stride } = allocateBatch(region, 10, BATCH);
  const { start, end } = assemble(machine, region, load);
  return [
    await time('shuffle, 1,000 rows', ROWS / 1000, (round) =>
      machine.kernels.shuffle(list.address, 0, ROWS, ...SEED, Purpose.vaeShuffle, round),
    ),
    await time('gather of a batch', ROWS / BATCH, (round) =>
      machine.kernels.run(start, end, list.address, 0, ROWS, BATCH, stride, ...SEED, round, false),
    ),
  ];
}

export async function benchEngine(): Promise<EngineTiming[]> {
  const engine = createSimdEngine();
  const train = fill(engine.rows(ROWS, 10));
  const mixed = fill(engine.rows(MIXED_ROWS, 10));
  const into = engine.rows(ROWS, 10);
  const [order, mixedOrder] = [numbers(ROWS), numbers(MIXED_ROWS)];
  const fit = { sources: [train], order, weights: null, passes: 1 };
  const mixedFit = { sources: [mixed], order: mixedOrder, weights: null, passes: CLASSIFIER_PASSES };
  const classifierSteps = (MIXED_ROWS / BATCH) * CLASSIFIER_PASSES;
  const plain = await createVae(engine, PLAIN, 0);
  const dropout = await createVae(engine, DROPOUT, 0.2);
  const classifier = await createClassifier(engine);
  const epoch = await createEpoch(engine, train, mixed);
  const timings = [
    await time('VAE step, 525 parameters', ROWS / BATCH, (round) => plain.fit([{ ...fit, round }])),
    await time('VAE step, 3,161 parameters, dropout', ROWS / BATCH, (round) =>
      dropout.fit([{ ...fit, round }]),
    ),
    await time('classifier step', classifierSteps, (round) =>
      classifier.fit([{ ...mixedFit, round: CLASSIFIER_PASSES * round }]),
    ),
    ...(await timeKernels()),
    await time('generation, 1,000 rows', ROWS / 1000, (round) =>
      plain.generate([{ sources: [train], order, round, into, at: 0 }]),
    ),
    await time('VAE evaluation, 1,000 rows', ROWS / 1000, (round) =>
      plain.evaluate([{ source: train, count: ROWS, round }]),
    ),
    await time('classifier prediction, 1,000 rows', ROWS / 1000, () =>
      classifier.predict([{ source: train, count: ROWS }]),
    ),
    await time('all of an epoch of vae_mixing', 1, epoch),
  ];
  await engine.close();
  return timings;
}

export function printEngineTimings(timings: readonly EngineTiming[]): void {
  const width = Math.max(...timings.map(({ what }) => what.length));
  process.stdout.write(`${'microseconds, one core'.padEnd(width)}    median     least\n`);
  for (const { what, median, least } of timings) {
    const cells = [median, least].map((value) => value.toFixed(2).padStart(10)).join('');
    process.stdout.write(`${what.padEnd(width)}${cells}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printEngineTimings(await benchEngine());
