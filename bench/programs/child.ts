/** Part child: trials as children of one process, a cold `sh -c` beside a bare loop of spawns by turns, and a warm Python function. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramDeclaration } from '@latentsweep/core';
import { openProgram, type ProgramTrial } from '@latentsweep/program';
import { median } from '../median.ts';
import { print } from '../parts.ts';
import { bareSpawn, each, secondsEach } from './slots.ts';

const ROUNDS = 9;
const COLD_TRIALS = 200;
const WARM_TRIALS = 2000;
/** Trials at a time: a slot a core. */
const SLOTS = 2;
/** The most that a cold trial may take of a bare spawn's time. */
const TARGET = 1.6;

const SAYING = `echo '{"loss": 0.5}'`;

const ARGS = `\${args}`;

const SUM = `
import json, sys
for line in sys.stdin:
    task = json.loads(line)
    loss = sum(task["config"].values())
    print(json.dumps({"trial": task["trial"], "done": True, "loss": loss}), flush=True)
`;

const DECLARATION: ProgramDeclaration = {
  ...{ name: 'bench', command: [], folder: tmpdir(), config: 'flags', reports: 'lines', environment: [] },
  limits: { seconds: 60, memoryMb: null, outputMb: 64, processes: null },
  ...{ warm: false, checkpoint: false, deterministic: false, retries: 0, threads: 1 },
};

const CONFIG = { a: 0.1, b: 0.2, c: 0.3, d: 0.4, e: 0.5 };
const SPEC = { name: 'bench', config: null, metrics: [{ name: 'loss', summary: 'last' }] } as const;

export async function benchChild(): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-programs-'));
  const cold = openProgram({ ...DECLARATION, command: ['sh', '-c', SAYING, 'sh', ARGS] }, scratch);
  const warm = openProgram({ ...DECLARATION, command: ['python3', '-c', SUM], warm: true }, scratch);
  const trial = (of: typeof cold) => async (trialId: number) => {
    const asked: ProgramTrial = { trialId, replicate: 1, seed: '0'.repeat(16), config: CONFIG, spec: SPEC };
    const end = await of.run(asked, new AbortController().signal, () => {});
    if (end?.result.outcome !== 'completed') throw new Error(JSON.stringify(end));
  };
  try {
    for (const program of [cold, warm]) await each(SLOTS, trial(program), SLOTS);
    const rounds: { readonly bare: number; readonly ours: number; readonly warm: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        bare: await secondsEach(COLD_TRIALS, () => bareSpawn(SAYING), SLOTS),
        ours: await secondsEach(COLD_TRIALS, trial(cold), SLOTS),
        warm: await secondsEach(WARM_TRIALS, trial(warm), SLOTS),
      });
    }
    const ratio = median(rounds.map(({ bare, ours }) => ours / bare));
    const rate = (of: 'bare' | 'ours' | 'warm') =>
      `${Math.round(1 / median(rounds.map((r) => r[of])))} trials/s`;
    print(
      'a cold trial of sh -c',
      `${ratio.toFixed(2)} of a bare spawn's time (target ${TARGET}): ${rate('ours')}, bare ${rate('bare')}`,
    );
    print('a warm Python function, the sum of five numbers', rate('warm'));
  } finally {
    await Promise.all([cold.close(), warm.close()]);
    rmSync(scratch, { recursive: true });
  }
}
