/** A training step of networks of some sizes, timed: the least of many short repeats, which other work on the machine hardly touches. */

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
} from '@latentsweep/core';

export const BATCH = 160;
/** Steps of a repeat. */
const STEPS = 2;
const CLASSIFIER_PASSES = 10;
export const CELL_SECONDS = 1;
const MIN_REPEATS = 3;

const shape = (hiddenSizes: number[], latentSize: number): DenseVae => ({
  features: 10,
  hiddenSizes,
  latentSize,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
});
export const DECK_NAME = 'deck, 10-10';
export const NETWORKS: Readonly<Record<string, DenseVae>> = {
  [DECK_NAME]: shape([10, 10], 2),
  '64-64': shape([64, 64], 16),
  '512-512': shape([512, 512], 32),
};
export const DECK = NETWORKS[DECK_NAME]!;
/** The deck's. */
export const CLASSIFIER = 'classifier';

export const seeds = (width: number): Seed[] => Array.from({ length: width }, (_, k) => [k + 1, 7] as const);

function createRows(engine: Pick<Engine, 'rows'>, count: number): Rows {
  const stream = new Stream([1, 2], Purpose.data);
  const rows = engine.rows(count, 10);
  const features = Float32Array.from({ length: count * 10 }, () => stream.uniform());
  rows.write(
    0,
    features,
    Uint8Array.from({ length: count }, () => stream.below(2)),
  );
  return rows;
}

/** Seconds since some moment. */
export type Clock = () => number;
export const wall: Clock = () => performance.now() / 1000;
/** Of this process, all its threads: other work on the machine hardly touches it. */
export const cpu: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** How long a cell is repeated, and what it is timed by. */
export interface Timing {
  readonly seconds: number;
  readonly clock: Clock;
}

/** Least seconds of one run of `work`, over as many as fit into a cell's time. */
export async function least(
  work: (repeat: number) => unknown,
  { seconds, clock }: Timing = { seconds: CELL_SECONDS, clock: wall },
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  const ends = performance.now() + seconds * 1000;
  for (let repeat = 0; repeat < MIN_REPEATS || performance.now() < ends; repeat++) {
    const started = clock();
    await work(repeat);
    best = Math.min(best, clock() - started);
  }
  return best;
}

/** What a step needs of an engine. */
export type Maker = Pick<Engine, 'rows' | 'vae'>;

/** Microseconds of a trial's VAE step in a cohort of `width`. */
export async function vaeStep(
  engine: Maker,
  sizes: DenseVae,
  width: number,
  timing?: Timing,
): Promise<number> {
  const network = denseVae(sizes);
  const lossWeights = { reconstruction: 1, kl: 1, prediction: 0.1 };
  const lanes = seeds(width).map((seed) => ({
    seed,
    parameters: initialVae(network, seed),
    lossWeights,
    dropout: 0,
    learningRate: 1e-3,
  }));
  const cohort = await engine.vae({ network, batchSize: BATCH, optimizer: 'rmsprop' }, lanes);
  return timeFit(engine, cohort, width, 1, timing);
}

/** Microseconds of a trial's step of the deck's classifier in a cohort of `width`. */
export async function classifierStep(engine: Engine, width: number, timing?: Timing): Promise<number> {
  const network = denseClassifier({ features: 10, hiddenSizes: [], classes: 2 });
  const lanes = seeds(width).map((seed) => ({
    seed,
    parameters: initialClassifier(network, seed),
    learningRate: 1e-3,
  }));
  const cohort = await engine.classifier({ network, batchSize: BATCH, optimizer: 'rmsprop' }, lanes);
  return timeFit(engine, cohort, width, CLASSIFIER_PASSES, timing);
}

interface Trainable {
  fit: Awaited<ReturnType<Engine['vae']>>['fit'] | Awaited<ReturnType<Engine['classifier']>>['fit'];
  free(): void;
}

async function timeFit(
  engine: Pick<Engine, 'rows'>,
  cohort: Trainable,
  width: number,
  passes: number,
  timing: Timing | undefined,
): Promise<number> {
  // A few batches; all lanes read the same rows.
  const count = BATCH * STEPS;
  const source = createRows(engine, count);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  const took = await least(
    (round) =>
      cohort.fit(
        Array.from({ length: width }, () => ({ sources: [source], order, weights: null, passes, round })),
      ),
    timing,
  );
  cohort.free();
  source.free();
  return (took * 1e6) / STEPS / passes / width;
}

/** Microseconds of a trial's step of one of `NETWORKS`, or of the classifier. */
export const timeStep = (engine: Engine, name: string, width: number, timing: Timing): Promise<number> =>
  name === CLASSIFIER
    ? classifierStep(engine, width, timing)
    : vaeStep(engine, NETWORKS[name]!, width, timing);
