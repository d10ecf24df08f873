/** `sweep run` on tiny trials into an empty embedded store: trials a second, and whether memory stays flat. */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '@latentsweep/store';
import { median } from './median.ts';

const TRIALS = 10_000;
const SAMPLE_MS = 250;

export interface OrchestratorTimes {
  readonly trials: number;
  /** From starting the command to its end, start-up and leaderboard included. */
  readonly seconds: number;
  /** Resident MB of the command's process around a third of the run, and around its end; null without /proc. */
  readonly memory: { readonly early: number; readonly late: number } | null;
}

/** `settings`: what else the command line says. */
export async function benchOrchestrator(
  trials = TRIALS,
  settings: readonly string[] = [],
): Promise<OrchestratorTimes> {
  const store = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  // Making the database takes two seconds, once.
  await (await openStore({ location: store })).close();
  const started = performance.now();
  const run = spawn(
    process.execPath,
    [
      ...[path('../packages/cli/bin/sweep.mjs'), 'run', path('tiny.yaml'), '--store', store],
      ...['--set', `run_cap=${trials}`, ...settings],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let messages = '';
  run.stderr.on('data', (chunk) => {
    messages += chunk;
  });
  const samples: number[] = [];
  const timer = setInterval(() => {
    residentMegabytes(run.pid!).then(
      (megabytes) => samples.push(megabytes),
      () => {},
    );
  }, SAMPLE_MS);
  const code = await new Promise((resolve) => run.on('exit', resolve));
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  await rm(store, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  if (code !== 0) throw new Error(`sweep run ended with ${code}:\n${messages}`);
  const third = Math.floor(samples.length / 3);
  return {
    trials,
    seconds,
    memory: third
      ? { early: median(samples.slice(third, third + 5)), late: median(samples.slice(-5)) }
      : null,
  };
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1000;
}
