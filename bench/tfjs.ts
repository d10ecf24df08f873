/**
 * The TF.js engine: what fusing trials into cohorts gains, and which engine to take for networks of which size. Run on
 * its own: `node bench/tfjs.ts [backend]`. Times are the least of many short repeats, which other work on the machine
 * hardly touches; everything runs on one core.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  canonicalConfig,
  DECK_COEFFICIENTS,
  type DenseVae,
  denseClassifier,
  denseVae,
  type Engine,
  freeDataset,
  initialClassifier,
  initialVae,
  loadDataset,
  Purpose,
  prepareDataset,
  type Rows,
  runTrials,
  type Seed,
  Stream,
  type TrialLane,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { type BackendName, createTfjsEngine } from '@latentsweep/engine-tfjs';
// For the same step by TF.js's own operations: behind the engine's door.
import { createVae } from '../packages/engine-tfjs/src/cohort/vae.ts';
import { createDraws } from '../packages/engine-tfjs/src/draws.ts';
import { stockMath } from '../packages/engine-tfjs/src/math/stock.ts';
import { TfjsRows } from '../packages/engine-tfjs/src/rows.ts';

const BATCH = 160;
/** Steps of a repeat. */
const STEPS = 2;
const CLASSIFIER_PASSES = 10;
const CELL_SECONDS = 1;
const MIN_REPEATS = 3;
const TRIAL_ROWS = 8000;
const TRIAL_EPOCHS = 2;

const shape = (hiddenSizes: number[], latentSize: number): DenseVae => ({
  features: 10,
  hiddenSizes,
  latentSize,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
});
const NETWORKS = {
  'deck, 10-10': shape([10, 10], 2),
  '64-64': shape([64, 64], 16),
  '512-512': shape([512, 512], 32),
};
const DECK = NETWORKS['deck, 10-10'];

const seeds = (width: number): Seed[] => Array.from({ length: width }, (_, k) => [k + 1, 7] as const);

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

/** Least seconds of one run of `work`, over as many as fit into a cell's time. */
async function least(work: (repeat: number) => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  const ends = performance.now() + CELL_SECONDS * 1000;
  for (let repeat = 0; repeat < MIN_REPEATS || performance.now() < ends; repeat++) {
    const started = performance.now();
    await work(repeat);
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

/** What a step needs of an engine. */
type Maker = Pick<Engine, 'rows' | 'vae'>;

/** The engine on its current backend, but for the kernels of our own. */
const stockMaker: Maker = {
  rows: (capacity, columns) => new TfjsRows(capacity, columns),
  vae: (given, lanes) =>
    createVae({ math: stockMath, draws: createDraws(), use: async () => {} }, given, lanes),
};

/** Microseconds of a trial's VAE step in a cohort of `width`. */
async function vaeStep(engine: Maker, sizes: DenseVae, width: number): Promise<number> {
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
  return timeFit(engine, cohort, width, 1);
}

async function classifierStep(engine: Engine, width: number): Promise<number> {
  const network = denseClassifier({ features: 10, hiddenSizes: [], classes: 2 });
  const lanes = seeds(width).map((seed) => ({
    seed,
    parameters: initialClassifier(network, seed),
    learningRate: 1e-3,
  }));
  const cohort = await engine.classifier({ network, batchSize: BATCH, optimizer: 'rmsprop' }, lanes);
  return timeFit(engine, cohort, width, CLASSIFIER_PASSES);
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
): Promise<number> {
  // A few batches; all lanes read the same rows.
  const count = BATCH * STEPS;
  const source = createRows(engine, count);
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  const seconds = await least((round) =>
    cohort.fit(
      Array.from({ length: width }, () => ({ sources: [source], order, weights: null, passes, round })),
    ),
  );
  cohort.free();
  source.free();
  return (seconds * 1e6) / STEPS / passes / width;
}

/** Whole trials of vae_mixing a second, through the trial loop, `width` at a time. */
async function trialsPerSecond(engine: Engine, width: number): Promise<number> {
  const spec = {
    kind: 'simulated' as const,
    train: TRIAL_ROWS,
    validation: 1000,
    test: 1000,
    coefficients: [DECK_COEFFICIENTS],
    intercepts: [0],
  };
  const config = canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.1, epochs: TRIAL_EPOCHS });
  const lanes = seeds(width).map((seed): TrialLane => {
    const data = loadDataset(engine, prepareDataset(spec, seed, null));
    return { config, seed, data, milestones: [TRIAL_EPOCHS] };
  });
  const seconds = await least(() => runTrials(engine, lanes, { onMilestone() {} }));
  for (const { data } of lanes) freeDataset(data);
  return width / seconds;
}

/** Microseconds of a step in PyTorch, or null where it is not installed. */
function torchStep({ hiddenSizes, latentSize }: DenseVae): number | null {
  const script = fileURLToPath(new URL('peers/torch_step.py', import.meta.url));
  const given = [
    script,
    '10',
    hiddenSizes.join(','),
    String(latentSize),
    String(BATCH),
    String(CELL_SECONDS),
  ];
  for (const python of ['/usr/bin/python3', 'python3']) {
    const run = spawnSync(python, given, { encoding: 'utf8' });
    if (run.status === 0) return Number(run.stdout);
  }
  return null;
}

const cell = (value: number | null): string =>
  (value === null ? '-' : value < 100 ? value.toFixed(1) : value.toFixed(0)).padStart(10);

function printRow(what: string, cells: readonly (string | number | null)[]): void {
  const texts = cells.map((value) => (typeof value === 'string' ? value.padStart(10) : cell(value)));
  process.stdout.write(`${what.padEnd(34)}${texts.join('')}\n`);
}

export async function benchTfjs(backend: BackendName = 'wasm'): Promise<void> {
  const nativeFolder = process.env['LATENTSWEEP_NATIVE_FOLDER'];
  const engine = await createTfjsEngine({ backend, nativeFolder });
  const simd = createSimdEngine();
  const { gpu, device } = engine.traits;
  const widths = [1, 2, 4, 8, 16, 32, 64, ...(gpu ? [256, 1024, 4096] : [])];
  const name = `tfjs-${backend}`;

  process.stdout.write(`${name}: ${device}\n\nmicroseconds of a step, a trial, by width of the cohort\n`);
  printRow('', widths.map(String));
  const steps: number[] = [];
  for (const width of widths) steps.push(await vaeStep(engine, DECK, width));
  printRow('VAE, 525 parameters', steps);
  const classifier: number[] = [];
  for (const width of widths) classifier.push(await classifierStep(engine, width));
  printRow('classifier, 11 parameters', classifier);

  const stock: number[] = [];
  for (const width of widths) stock.push(await vaeStep(stockMaker, DECK, width));
  printRow("VAE by TF.js's own operations", stock);
  const torch = torchStep(DECK);
  printRow('VAE in eager PyTorch', [torch]);
  printRow(
    'VAE steps: times those of K = 1',
    steps.map((step) => steps[0]! / step),
  );
  printRow(
    "  of TF.js's own at K = 1",
    steps.map((step) => stock[0]! / step),
  );
  printRow('  of PyTorch', torch === null ? ['not installed'] : steps.map((step) => torch / step));

  const [alone, together] = [await trialsPerSecond(engine, 1), await trialsPerSecond(engine, 64)];
  process.stdout.write(`\ntrials a second, ${TRIAL_ROWS} rows, ${TRIAL_EPOCHS} epochs of vae_mixing\n`);
  printRow('one at a time', [alone]);
  printRow('64 at a time', [together]);
  printRow('  times as many (target: 8)', [together / alone]);

  process.stdout.write('\nmicroseconds of a VAE step, a trial, by network\n');
  printRow('', ['simd', 'K = 1', 'K = 8', 'K = 64', 'PyTorch']);
  for (const [title, network] of Object.entries(NETWORKS)) {
    const cells: (number | null)[] = [await vaeStep(simd, network, 1)];
    for (const width of [1, 8, 64]) cells.push(await vaeStep(engine, network, width));
    printRow(title, [...cells, torchStep(network)]);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await benchTfjs((process.argv[2] as BackendName | undefined) ?? 'wasm');
}
