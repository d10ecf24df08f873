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
  type Engine,
  freeDataset,
  loadDataset,
  prepareDataset,
  runTrials,
  type TrialLane,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { type BackendName, createTfjsEngine } from '@latentsweep/engine-tfjs';
// For the same step by TF.js's own operations: behind the engine's door.
import { createVae } from '../packages/engine-tfjs/src/cohort/vae.ts';
import { createDraws } from '../packages/engine-tfjs/src/draws.ts';
import { stockMath } from '../packages/engine-tfjs/src/math/stock.ts';
import { TfjsRows } from '../packages/engine-tfjs/src/rows.ts';
import {
  BATCH,
  CELL_SECONDS,
  classifierStep,
  DECK,
  least,
  type Maker,
  NETWORKS,
  seeds,
  vaeStep,
} from './steps.ts';

const TRIAL_ROWS = 8000;
const TRIAL_EPOCHS = 2;

/** The engine on its current backend, but for the kernels of our own. */
const stockMaker: Maker = {
  rows: (capacity, columns) => new TfjsRows(capacity, columns),
  vae: (given, lanes) =>
    createVae({ math: stockMath, draws: createDraws(), use: async () => {} }, given, lanes),
};

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
