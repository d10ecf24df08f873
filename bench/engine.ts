// Times of the SIMD engine's parts on one core: `node bench/engine.ts`.

import { pathToFileURL } from 'node:url';
import {
  type ClassifierNetwork,
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

export interface EngineTiming {
  readonly what: string;
  /** Median and least of the repeats, in microseconds. */
  readonly median: number;
  readonly least: number;
}

const ROWS = 80_000;
const CLASSIFIER_ROWS = 107_200;
const EVALUATED_ROWS = 20_000;
const BATCH = 160;
const SEED: Seed = [1, 2];

const PLAIN: VaeNetwork = {
  features: 10,
  hiddenSizes: [10, 10],
  latentSize: 2,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
};
const DROPOUT: VaeNetwork = { ...PLAIN, hiddenSizes: [20, 20], latentSize: 30 };
const LOGISTIC: ClassifierNetwork = { features: 10, hiddenSizes: [], classes: 2 };

const numbers = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

function uniformRows(engine: Engine, count: number): Rows {
  const stream = new Stream(SEED, Purpose.data);
  const rows = engine.rows(count, 10);
  const features = Float32Array.from({ length: count * 10 }, () => stream.uniform());
  rows.write(
    0,
    features,
    Uint8Array.from({ length: count }, () => stream.below(2)),
  );
  return rows;
}

/** Runs `work` again and again; its times over `units`, in microseconds. */
async function time(
  what: string,
  units: number,
  work: (repeat: number) => unknown,
  repeats = 15,
): Promise<EngineTiming> {
  const times: number[] = [];
  // The first runs are left out: V8 optimises the kernels meanwhile.
  for (let repeat = -3; repeat < repeats; repeat++) {
    const started = performance.now();
    await work(repeat);
    if (repeat >= 0) times.push(((performance.now() - started) * 1000) / units);
  }
  times.sort((a, b) => a - b);
  return { what, median: times[times.length >> 1]!, least: times[0]! };
}

function vae(engine: Engine, network: VaeNetwork, dropout: number) {
  const lane = {
    seed: SEED,
    parameters: initialVae(network, SEED),
    lossWeights: { reconstruction: 1, kl: 1, prediction: 0.1 },
    dropout,
    learningRate: 1e-3,
  };
  return engine.vae({ network, batchSize: BATCH, optimizer: 'rmsprop' }, [lane]);
}

/** One epoch of vae_mixing at the deck's size, but for the draws of the trial loop. */
async function epochOf(engine: Engine, sources: readonly Rows[], mixed: readonly Rows[]) {
  const model = await vae(engine, PLAIN, 0);
  const classifier = await engine.classifier({ network: LOGISTIC, batchSize: BATCH, optimizer: 'rmsprop' }, [
    { seed: SEED, parameters: initialClassifier(LOGISTIC, SEED), learningRate: 1e-3 },
  ]);
  const order = numbers(ROWS);
  const mixedOrder = numbers(CLASSIFIER_ROWS);
  const generated = engine.rows(13_400, 10);
  const generatedOrder = numbers(13_400);
  const test = mixed[0]!;
  return async (round: number) => {
    await model.fit([{ sources, order, weights: null, passes: 1, round }]);
    await model.generate([{ sources, order: generatedOrder, round, into: generated, at: 0 }]);
    await classifier.fit([
      { sources: mixed, order: mixedOrder, weights: null, passes: 10, round: 10 * round },
    ]);
    await model.evaluate([{ source: test, count: EVALUATED_ROWS, round }]);
    await classifier.predict([{ source: test, count: EVALUATED_ROWS }]);
  };
}

export async function benchEngine(): Promise<EngineTiming[]> {
  const engine = createSimdEngine();
  const sources = [uniformRows(engine, ROWS)];
  const mixed = [uniformRows(engine, CLASSIFIER_ROWS)];
  const order = numbers(ROWS);
  const mixedOrder = numbers(CLASSIFIER_ROWS);
  const fit = { sources, order, weights: null, passes: 1 };
  const steps = ROWS / BATCH;
  const plain = await vae(engine, PLAIN, 0);
  const dropped = await vae(engine, DROPOUT, 0.2);
  const classifier = await engine.classifier({ network: LOGISTIC, batchSize: BATCH, optimizer: 'rmsprop' }, [
    { seed: SEED, parameters: initialClassifier(LOGISTIC, SEED), learningRate: 1e-3 },
  ]);
  const into = engine.rows(ROWS, 10);
  const epoch = await epochOf(engine, sources, mixed);
  const timings = [
    await time('VAE step, 525 parameters', steps, (round) => plain.fit([{ ...fit, round: round + 3 }])),
    await time('VAE step, 3,161 parameters, dropout', steps, (round) =>
      dropped.fit([{ ...fit, round: round + 3 }]),
    ),
    await time('classifier step, one pass in ten measured', CLASSIFIER_ROWS / 16, (round) =>
      classifier.fit([
        { sources: mixed, order: mixedOrder, weights: null, passes: 10, round: 10 * round + 30 },
      ]),
    ),
    await time('generation, per 1,000 rows', ROWS / 1000, (round) =>
      plain.generate([{ sources, order, round: round + 3, into, at: 0 }]),
    ),
    await time('VAE evaluation, per 1,000 rows', ROWS / 1000, (round) =>
      plain.evaluate([{ source: sources[0]!, count: ROWS, round: round + 3 }]),
    ),
    await time('classifier prediction, per 1,000 rows', ROWS / 1000, () =>
      classifier.predict([{ source: sources[0]!, count: ROWS }]),
    ),
    await time('an epoch of the deck, in all', 1, (round) => epoch(round + 3)),
  ];
  await engine.close();
  return timings;
}

export function printEngineTimings(timings: readonly EngineTiming[]): void {
  const width = Math.max(...timings.map(({ what }) => what.length));
  process.stdout.write(`${'microseconds on one core'.padEnd(width)}    median     least\n`);
  for (const { what, median, least } of timings) {
    process.stdout.write(
      `${what.padEnd(width)}  ${median.toFixed(2).padStart(8)}  ${least.toFixed(2).padStart(8)}\n`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printEngineTimings(await benchEngine());
