/**
 * What `sweep plan` says of a sweep's time, beside what `sweep run` takes, one right after the other. Wall times mean
 * something on a quiet machine; seconds of CPU, by which threads tell the time in a second pair, also on a busy one.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './parts.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const SWEEP = path('../packages/cli/bin/sweep.mjs');
const CLOCK = path('./estimate/cpu-clock.mjs');
const DATA = path('../../shared/data');

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** It needs this file of data, which is not part of the project. */
  readonly data?: string;
}

const CASES: readonly Case[] = [
  { name: 'tiny', args: [path('./tiny.yaml'), '--replicates', '100'] },
  { name: 'quickstart', args: [path('../sweeps/quickstart.yaml')] },
  { name: 'deck-mixing', args: [path('../sweeps/deck-mixing.yaml')] },
  { name: 'thousand, cut', args: [path('../sweeps/thousand.yaml'), '--set', 'run_cap=120'] },
  {
    name: 'credit-default',
    args: [path('../sweeps/credit-default.yaml')],
    data: 'credit_default_taiwan.csv',
  },
  { name: 'page-blocks', args: [path('../sweeps/page-blocks.yaml')], data: 'page_blocks.csv' },
];

interface Planned {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
  readonly thread_seconds: number;
}

async function sweep(args: readonly string[], cpuClock: boolean) {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const cpuFile = join(folder, 'cpu');
  try {
    const started = performance.now();
    const run = spawnSync(process.execPath, [SWEEP, ...args, '--store', join(folder, 'store')], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...(cpuClock ? { NODE_OPTIONS: `--import ${CLOCK}`, BENCH_CPU_FILE: cpuFile } : {}),
      },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    const seconds = (performance.now() - started) / 1000;
    return { seconds, out: run.stdout, cpu: cpuClock ? Number(await readFile(cpuFile, 'utf8')) : 0 };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 200 });
  }
}

/** Cases by name after `estimate`, as in `node bench/estimate.ts tiny quickstart`; all by default. */
export async function benchEstimate(wanted: readonly string[] = []): Promise<void> {
  for (const { name, args, data } of CASES) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const found = data === undefined ? null : join(DATA, data);
    if (found !== null && !existsSync(found)) {
      print(name, `skipped: no ${found}`);
      continue;
    }
    const all = found === null ? args : [...args, '--set', `dataset.path=${found}`];
    const plan = async (cpuClock: boolean) =>
      JSON.parse((await sweep(['plan', ...all, '-f', 'json'], cpuClock)).out) as Planned;
    const planned = await plan(false);
    const { seconds } = await sweep(['run', ...all], false);
    const within = seconds >= planned.low && seconds <= planned.high;
    const said = `${planned.low.toFixed(1)} to ${planned.high.toFixed(1)} s`;
    print(`${name}: planned ${said}, took`, `${seconds.toFixed(1)} s${within ? '' : ', outside'}`);
    print('  taken to planned (target: 0.75 to 1.33)', (seconds / planned.seconds).toFixed(2));
    const { thread_seconds: training } = await plan(true);
    const { cpu } = await sweep(['run', ...all], true);
    print('  CPU of the run to the planned training of its threads', (cpu / training).toFixed(2));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await benchEstimate(process.argv.slice(2));
