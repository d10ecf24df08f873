import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-plan-'));
  writeFileSync(join(folder, 'train.sh'), 'echo 1\n');
  writeFileSync(
    join(folder, 'a.yaml'),
    `program: train.sh
method: grid
replicates: 2
metric: { name: loss, goal: minimize, summary: min }
constraints: [{ metric: seconds, max: 9 }]
parameters: { lr: { values: [1, 2] }, opt: { values: [a b] } }
`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const plan = (...args: string[]) => planOf('a.yaml', ...args);

async function planOf(file: string, ...args: string[]) {
  const terminal = fakeTerminal();
  const store = join(folder, 'no-store');
  const code = await runCli(['plan', join(folder, file), '--store', store, ...args], terminal, {});
  return { code, ...terminal.written };
}

test('says first what kind of sweep it is, then what would be run', async () => {
  const { code, out, err } = await plan();
  expect(code).toBe(0);
  expect(err.split('\n')[0]).toContain('this is a sweep of the program train.sh');
  expect(out.replace(/--lr=\d/, '--lr=N')).toBe(`a
program  train.sh
command  sh train.sh --lr=N --opt='a b', in ${folder}
config   as flags
metrics  min of loss, seconds
configs  2
trials   4 (2 configs x 2 replicates)
`);
});

test('says at which steps programs end, and what it costs to go on', async () => {
  writeFileSync(join(folder, 'programs.yaml'), 'programs: { train.sh: { checkpoint: true } }\n');
  const early = 'early_terminate: { type: hyperband, min_iter: 2 }';
  writeFileSync(
    join(folder, 'early.yaml'),
    `program: train.sh\nmethod: grid\n${early}\nmetric: { name: loss }\nparameters: { lr: { values: [1, 2] } }\n`,
  );
  const { out } = await planOf('early.yaml');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'early end hyperband with eta 3, at step 2, 6, 18, 54, … by loss (strict: true): about 1 of 3 goes on at each, beginning anew: a program that is never stopped takes up to 2.5 times its steps. Declared with `checkpoint: true`, it goes on from where it was',
  );
  const kept = await planOf('early.yaml', '--programs', join(folder, 'programs.yaml'));
  expect(kept.out).toContain('goes on at each, from its checkpoint\n');
});

test('says which names are taken', async () => {
  writeFileSync(
    join(folder, 'taken.yaml'),
    `program: train.sh\nmethod: grid\nmetric: { name: value }\nparameters: { seed: { value: 1 }, Order: { value: 2 }, p_x: { value: 3 } }\n`,
  );
  const { out } = await planOf('taken.yaml');
  expect(out).toContain(
    'columns  seed is p_seed, Order is p_order, value is m_value: their names are taken in SQL\n',
  );
  const { out: json } = await planOf('taken.yaml', '-f', 'json');
  expect(JSON.parse(json).renamed).toContainEqual({ name: 'seed', column: 'p_seed' });
});

test('as JSON', async () => {
  const { out } = await plan('-f', 'json', '--set', 'config=stdin');
  expect(JSON.parse(out)).toMatchObject({
    ...{ program: 'train.sh', command: 'sh train.sh', config: 'stdin', folder },
    ...{ metrics: ['min of loss', 'seconds'], configs: 2, trials: 4 },
  });
});

test('a program that is not here is planned all the same', async () => {
  const { code, out, err } = await plan('--set', 'program=far.py');
  expect(code).toBe(0);
  expect(err).toContain('It could not be run here: there is no file');
  expect(out).toContain('command  as workers declare it\n');
});

test('as it is declared', async () => {
  const programs = join(folder, 'programs.yaml');
  writeFileSync(programs, 'programs: { train.sh: { command: [sh, -e, "${program}"], config: env } }', {
    mode: 0o600,
  });
  const { out } = await plan('--programs', programs);
  expect(out).toContain(`command  sh -e train.sh, in ${folder}\n`);
  expect(out).toContain('LATENTSWEEP_PARAM_');
});

test('of trials that are asked for: nothing is run, and how to begin', async () => {
  const file =
    'ask: true\nmethod: grid\nmetric: { name: loss, goal: minimize }\nparameters: { lr: { values: [1, 2] } }\n';
  writeFileSync(join(folder, 'asked.yaml'), file);
  const { out, err } = await planOf('asked.yaml');
  expect(out).toContain('program  none: whoever asks computes the trials\nmetrics  loss\nconfigs  2\n');
  expect(err).not.toContain('could not be run');
  expect(err).toMatch(/Nothing was run: .* ask FILE.*, begins it\./);
});
