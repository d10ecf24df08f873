/** What a grid over `epochs: [5, 10, 20]` costs beside `epochs: [20]` alone, and what running it again costs. */

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '@latentsweep/store';
import { median } from './median.ts';

const REPEATS = 3;

/** Seconds of `sweep run`, start-up and leaderboard included. */
function secondsOfRun(store: string, epochs: string): number {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  const started = performance.now();
  const args = ['run', path('milestones.yaml'), '--set', `epochs=${epochs}`, '--store', store];
  const run = spawnSync(process.execPath, [path('../packages/cli/bin/sweep.mjs'), ...args], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return (performance.now() - started) / 1000;
}

export interface MilestoneTimes {
  /** Seconds of `epochs: [20]` alone. */
  readonly alone: number;
  /** Seconds of `epochs: [5, 10, 20]`. */
  readonly together: number;
  /** Seconds of the same once more: nothing is left to train. */
  readonly again: number;
}

export async function benchMilestones(): Promise<MilestoneTimes> {
  const times = { alone: [] as number[], together: [] as number[], again: [] as number[] };
  for (let i = 0; i < REPEATS; i++) {
    for (const kind of ['alone', 'together'] as const) {
      const store = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
      await (await openStore({ location: store })).close();
      const epochs = kind === 'alone' ? '[20]' : '[5,10,20]';
      times[kind].push(secondsOfRun(store, epochs));
      if (kind === 'together') times.again.push(secondsOfRun(store, epochs));
      await rm(store, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
    }
  }
  return { alone: median(times.alone), together: median(times.together), again: median(times.again) };
}
