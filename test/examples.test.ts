import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readProgramsFile } from '@latentsweep/coordinator';
import type { ProgramDeclaration, Values } from '@latentsweep/core';
import { openProgram } from '@latentsweep/program';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startProgram, works } from './start-program.ts';

/** The Python that has the packages: the one that is found first, or that PYTHON names. */
const PYTHON = process.env['PYTHON'] ?? 'python3';
const EXAMPLES = [
  { name: 'sklearn', command: PYTHON, needs: 'scikit-learn', there: works(PYTHON, '-c', 'import sklearn') },
  { name: 'pytorch', command: PYTHON, needs: 'PyTorch', there: works(PYTHON, '-c', 'import torch') },
  {
    name: 'xgboost',
    command: PYTHON,
    needs: 'XGBoost',
    there: works(PYTHON, '-c', 'import xgboost, sklearn'),
  },
  { name: 'r', command: 'Rscript', needs: 'R', there: works('Rscript', '--version') },
];
const ROOT = join(import.meta.dirname, '..', 'examples');

interface SweepFile {
  readonly program: string;
  readonly metric: { readonly name: string };
  readonly parameters: Readonly<Record<string, { values?: unknown[]; min?: number }>>;
}

const sweepOf = (name: string): SweepFile => parse(readFileSync(join(ROOT, name, 'sweep.yaml'), 'utf8'));

/** What they import takes seconds to begin with, and many where all cores are busy. */
const LONG = 300_000;

const DECLARED: Omit<ProgramDeclaration, 'name' | 'command' | 'folder' | 'warm'> = {
  ...{ config: 'flags', reports: 'lines', environment: [], checkpoint: false, deterministic: true },
  limits: { seconds: null, memoryMb: null, outputMb: 1, processes: null },
  ...{ retries: 0, threads: 1 },
};

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'latentsweep-examples-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it('every example is tried here', () => {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(EXAMPLES.map(({ name }) => name).sort());
});

it.skipIf(!works('python3', '--version'))('every example that Python runs is declared', () => {
  const declared = readProgramsFile(join(ROOT, 'programs.yaml')).programs.map(({ name, folder }) =>
    join(folder, name),
  );
  const programs = EXAMPLES.filter(({ name }) => name !== 'r').map(({ name }) =>
    join(ROOT, name, sweepOf(name).program),
  );
  expect(declared.sort()).toEqual(programs.sort());
});

for (const { name, command, needs, there } of EXAMPLES) {
  describe.skipIf(!there)(`examples/${name}${there ? '' : ` (no ${needs} here)`}`, { timeout: LONG }, () => {
    const folder = join(ROOT, name);
    const sweep = sweepOf(name);
    const flags = Object.entries(sweep.parameters).map(
      ([parameter, { values, min }]) => `--${parameter}=${values?.[0] ?? min}`,
    );
    if (name === 'pytorch') flags.push('--epochs=3');
    const start = (env: Record<string, string> = {}) =>
      startProgram([command, sweep.program, ...flags], {
        folder,
        env: {
          LATENTSWEEP_TRIAL: '1',
          LATENTSWEEP_SEED: '7',
          LATENTSWEEP_ARTIFACTS: join(scratch, name),
          OMP_NUM_THREADS: '1',
          ...env,
        },
      });

    it('reports its metric, and the same to the same seed', async () => {
      const [one, two] = [await start(), await start()];
      expect(one.code, one.errors).toBe(0);
      expect(one.reports.at(-1)?.[sweep.metric.name]).toBeTypeOf('number');
      expect(two.reports).toEqual(one.reports);
      const { reports } = await start({ LATENTSWEEP_SEED: '8' });
      expect(reports).not.toEqual(one.reports);
    });

    it.runIf(name === 'sklearn')('is the same kept warm', async () => {
      const config = Object.fromEntries(
        Object.entries(sweep.parameters).map(([parameter, { values, min }]) => [
          parameter,
          values?.[0] ?? min,
        ]),
      ) as Values;
      const runs = [false, true].map((warm) => {
        const args = warm ? [] : [`\${args}`];
        return openProgram(
          { ...DECLARED, name, command: [command, sweep.program, ...args], folder, warm },
          join(scratch, 'runs'),
        );
      });
      const spec = { name, config: null, metrics: [{ name: sweep.metric.name, summary: 'last' }] } as const;
      const trial = { trialId: 1, replicate: 1, seed: '0000000f00000000', config, spec };
      const ends = await Promise.all(
        runs.map((runner) => runner.run(trial, new AbortController().signal, () => {})),
      );
      await Promise.all(runs.map((runner) => runner.close()));
      expect(ends[0]!.result).toMatchObject({ outcome: 'completed' });
      expect(ends[1]!.result).toEqual(ends[0]!.result);
    });

    it.runIf(['pytorch', 'xgboost'].includes(name))('ends early when it should', async () => {
      const stop = join(scratch, 'stop');
      writeFileSync(stop, '');
      const { code, reports } = await start({ LATENTSWEEP_STOP: stop });
      expect([code, reports.length]).toEqual([0, 1]);
    });

    it.runIf(name === 'pytorch')('goes on from its checkpoint', async () => {
      const folder = mkdtempSync(join(scratch, 'checkpoint-'));
      const stop = join(scratch, 'stop-soon');
      writeFileSync(stop, '');
      const checkpoint = { LATENTSWEEP_CHECKPOINT: folder };
      const first = await start({ ...checkpoint, LATENTSWEEP_STOP: stop });
      expect(first.reports.map(({ step }) => step)).toEqual([1]);
      const rest = await start(checkpoint);
      expect(rest.reports.map(({ step }) => step)).toEqual([2, 3]);
    });
  });
}
