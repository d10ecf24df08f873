/**
 * One epoch of `vae_mixing` at the deck's size, as the trial loop runs it, beside the same in eager PyTorch on the
 * same core (`peers/torch_epoch.py`). Also the memory that a thread needs for it.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  canonicalConfig,
  DECK_COEFFICIENTS,
  loadDataset,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { median } from './median.ts';
import { peakBytes } from './peak.ts';

const EPOCHS = 12;

/**
 * Seconds of one epoch with its evaluation (losses and accuracies on the validation rows, of VAE and classifier):
 * the median over epochs after the first. The last one, which computes all metrics, is among them.
 */
export async function ourEpoch(): Promise<number> {
  const engine = createSimdEngine();
  const spec = {
    kind: 'simulated' as const,
    train: 80_000,
    validation: 20_000,
    test: 20_000,
    coefficients: [DECK_COEFFICIENTS],
    intercepts: [0],
  };
  const seed = [1, 2] as const;
  const config = canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.01, epochs: EPOCHS });
  const ended: number[] = [];
  const data = loadDataset(engine, prepareDataset(spec, seed, null));
  await runTrials(engine, [{ config, seed, data, milestones: [EPOCHS] }], {
    onMilestone() {},
    onEpoch: () => ended.push(performance.now()),
  });
  await engine.close();
  return median(ended.slice(1).map((at, i) => at - ended[i]!)) / 1000;
}

export interface TorchTimes {
  readonly torch: string;
  readonly epoch_seconds: number;
  readonly vae_step_us: number;
  readonly classifier_step_us: number;
}

/** The peer's times, or why there are none. Debian's `python3-torch` serves. */
export function torchTimes(): TorchTimes | string {
  const script = fileURLToPath(new URL('peers/torch_epoch.py', import.meta.url));
  for (const python of ['/usr/bin/python3', 'python3']) {
    const run = spawnSync(python, [script], { encoding: 'utf8' });
    if (run.status === 0) return JSON.parse(run.stdout);
  }
  return 'PyTorch is not installed (apt-get install python3-torch, or pip install torch)';
}

/** Peak memory in MB that a thread adds to its process while it trains at the deck's size. */
export async function threadMemory(): Promise<number> {
  const self = fileURLToPath(import.meta.url);
  const run = spawnSync(process.execPath, [self, 'memory'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return Number(run.stdout);
}

if (process.argv[2] === 'memory') {
  const before = process.memoryUsage.rss();
  const thread = new Worker(fileURLToPath(import.meta.url), { argv: ['train'] });
  thread.on('error', (error) => {
    throw error;
  });
  thread.on('exit', () => {
    process.stdout.write(String((peakBytes() - before) / 1e6));
  });
} else if (process.argv[2] === 'train') {
  await ourEpoch();
}
