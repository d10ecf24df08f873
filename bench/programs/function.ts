/** Part function: trials a second of a function that does next to nothing, in this process, with an embedded store. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Call, openSweep, type Sweep } from 'latentsweep';
import type { OptunaFigures } from '../cluster/optuna.ts';
import { print } from '../parts.ts';

const PEER = fileURLToPath(new URL('../peers/optuna_study.py', import.meta.url));
const NAMES = ['a', 'b', 'c', 'd', 'e'];
/** By method, ours and theirs, so that each takes seconds. */
const METHODS = [
  { ours: 'random', theirs: 'random', trials: 5000, peers: { memory: 2000, SQLite: 200 } },
  { ours: 'bayes', theirs: 'tpe', trials: 300, peers: { memory: 300, SQLite: 200 } },
] as const;
const BY_HAND = 300;

export async function benchFunction(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const store = join(folder, 'store');
  const open = (name: string, method: string, trials: number) =>
    openSweep(sums(name, method, trials), { store });
  try {
    // The first one makes the store.
    await rateOf(await open('warm-up', 'random', 200), 200, (sweep) => sweep.run(sum, { slots: 2 }));
    for (const { ours, theirs, trials, peers } of METHODS) {
      const sweep = await open(ours, ours, trials);
      const rate = await rateOf(sweep, trials, () => sweep.run(sum, { slots: 2 }));
      print(`${trials} calls of a function, ${ours}, two slots`, `${rate.toFixed(0)} trials/s`);
      for (const [where, count] of Object.entries(peers)) {
        const figures = await optuna([
          theirs,
          String(count),
          ...(where === 'SQLite' ? [join(folder, theirs)] : []),
        ]);
        const peer = figures && figures.trials / figures.seconds;
        print(
          `  Optuna ${figures?.optuna ?? ''}, ${theirs}, ${where}, ${count} trials`,
          peer === null
            ? 'is not installed'
            : `${peer.toFixed(0)} trials/s; ours are ${(rate / peer).toFixed(1)} times as many`,
        );
      }
    }
    const rate = await rateOf(await open('by-hand', 'random', BY_HAND), BY_HAND, byHand);
    print(`${BY_HAND} trials by ask and tell, four at a time`, `${rate.toFixed(0)} trials/s`);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const sums = (name: string, method: string, trials: number) => ({
  ...{ name, method, run_cap: trials, seed: 1, metric: { name: 'sum', goal: 'minimize' } },
  parameters: Object.fromEntries(NAMES.map((of) => [of, { min: 0, max: 1, distribution: 'uniform' }])),
});

const sum = async ({ config }: Pick<Call, 'config'>) => ({
  sum: NAMES.reduce((total, name) => total + Number(config[name]), 0),
});

async function byHand(sweep: Sweep): Promise<void> {
  for (let trials = await sweep.ask(4); trials.length > 0; trials = await sweep.ask(4)) {
    for (const trial of trials) await sweep.tell(trial, await sum(trial));
  }
}

/** Of a sweep that is open, which is closed. */
async function rateOf(
  sweep: Sweep,
  trials: number,
  work: (sweep: Sweep) => Promise<unknown>,
): Promise<number> {
  const began = performance.now();
  await work(sweep);
  const seconds = (performance.now() - began) / 1000;
  await sweep.close();
  return trials / seconds;
}

/** Null where there is no Optuna. */
async function optuna(args: readonly string[]): Promise<OptunaFigures | null> {
  const run = promisify(execFile);
  for (const python of ['/usr/bin/python3', 'python3']) {
    const there = await run(python, ['-c', 'import optuna']).then(
      () => true,
      () => false,
    );
    if (there) return JSON.parse((await run(python, [PEER, ...args])).stdout);
  }
  return null;
}
