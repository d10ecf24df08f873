/** Part 4: `sweep augment` writes 1,000,000 rows: its time and its memory, start-up and training included. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from '../parts.ts';

const ROWS = 1_000_000;
const CLI = fileURLToPath(new URL('../../packages/cli/bin/sweep.mjs', import.meta.url));
const TABLE = fileURLToPath(new URL('../../../shared/data/credit_default_taiwan.csv', import.meta.url));
/** The others of these take as long as the first. */
const ARMS = ['vae_mixing', 'smote', 'smotenc', 'vae_boundary'] as const;

const sweepFile = (arm: string) => `
name: augment_${arm}
method: grid
dataset: { path: ${JSON.stringify(TABLE)}, target: default, drop: [ID], categorical: [SEX, EDUCATION, MARRIAGE] }
parameters: { arm: { value: ${arm} }, epochs: { value: 2 }, patience: { value: 0 } }
`;

export async function benchAugment(): Promise<void> {
  if (!existsSync(TABLE)) return print('credit_default_taiwan.csv', 'not there: ../shared/data has it');
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  try {
    for (const arm of ARMS) {
      const path = join(folder, `${arm}.yaml`);
      await writeFile(path, sweepFile(arm));
      const store = join(folder, 'store');
      const ran = spawnSync(process.execPath, [CLI, 'run', path, '--store', store], { encoding: 'utf8' });
      if (ran.status !== 0) throw new Error(ran.stderr);
      for (const kind of ['csv', 'parquet']) {
        const to = join(folder, `${arm}.${kind}`);
        const args = [CLI, 'augment', `augment_${arm}`, '--rows', String(ROWS), '--to', to, '--store', store];
        const { seconds, megabytes } = await measured(args);
        const { size } = await stat(to);
        const memory = megabytes === null ? 'memory unknown here' : `${megabytes} MB at most`;
        print(
          `${arm}, 1,000,000 rows of 24 columns as ${kind}`,
          `${seconds.toFixed(1)} s (target below 20), ${memory} (target below 1,000), ${Math.round(size / 1e6)} MB`,
        );
        await rm(to);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  }
}

/** Runs node; the most memory that its process held, as Linux counts it. */
async function measured(args: readonly string[]) {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let kilobytes: number | null = null;
  const watching = setInterval(() => {
    try {
      const [, held] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      if (held !== undefined) kilobytes = Number(held);
    } catch {
      // Not Linux, or over.
    }
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(watching);
  if (code !== 0) throw new Error(`sweep augment ended with ${code}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, megabytes: kilobytes === null ? null : Math.round((kilobytes * 1024) / 1e6) };
}
