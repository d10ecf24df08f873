/** Whole sweeps of `vae_mixing` through `sweep run`, each into an empty store. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openStore } from '@latentsweep/store';

const SWEEP = resolve(import.meta.dirname, '../../packages/cli/bin/sweep.mjs');

export interface SweepSize {
  /** Units of each of both layers. */
  readonly units: number;
  readonly trials: number;
  readonly epochs: number;
}

export const SIZES: readonly SweepSize[] = [
  { units: 10, trials: 32, epochs: 5 },
  { units: 512, trials: 16, epochs: 3 },
  { units: 768, trials: 8, epochs: 2 },
  { units: 1024, trials: 8, epochs: 1 },
];

const fileOf = ({ units, trials, epochs }: SweepSize) => `name: bench
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: ${trials}
seed: 1
dataset: { kind: simulated, train: 8000, validation: 1000, test: 1000 }
parameters:
  arm: { value: vae_mixing }
  minority_rate: { value: 0.1 }
  latent_size: { value: 2 }
  hidden_sizes: { value: [${units}, ${units}] }
  epochs: { value: ${epochs} }
`;

/** Seconds from starting the command to its end. `options`: its engine. */
export async function timeSweep(size: SweepSize, options: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  try {
    const [store, file] = [join(folder, 'store'), join(folder, 'bench.yaml')];
    await writeFile(file, fileOf(size));
    // Making the database takes two seconds, once.
    await (await openStore({ location: store })).close();
    const started = performance.now();
    await promisify(execFile)(process.execPath, [SWEEP, 'run', file, '--store', store, ...options]);
    return (performance.now() - started) / 1000;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  }
}
