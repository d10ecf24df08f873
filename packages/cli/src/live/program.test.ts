import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Context } from '../context.ts';
import { checkedFile } from '../option/sweep-file.ts';
import { DEFAULTS } from '../settings/settings.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { withProgram } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-program-'));
  writeFileSync(join(folder, 'train.sh'), 'echo 1\n');
  writeFileSync(
    join(folder, 'a.yaml'),
    'program: train.sh\nmethod: grid\nmetric: { name: loss, goal: minimize }\nparameters: { lr: { values: [1, 2] } }\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ask(
  configDir: string,
  { answer, ...options }: { answer?: boolean; trust?: boolean; programs?: string } = {},
) {
  const terminal = fakeTerminal(answer === undefined ? {} : { answer });
  const context = new Context(terminal, { ...DEFAULTS, configDir: join(folder, configDir) }, 'sweep');
  const checked = await checkedFile(context, join(folder, 'a.yaml'), {}, { alone: true });
  const program = await withProgram(context, checked, options).then(
    (file) => file && (file.program?.declaration.command ?? null),
    (error: { code: string }) => error.code,
  );
  return { program, said: terminal.written.err, code: context.exitCode };
}

const COMMAND = ['sh', 'train.sh', '${args}'];

test('where nobody can be asked it is refused, until somebody says that it is trusted', async () => {
  expect((await ask('scripts')).program).toBe('program_not_trusted');
  expect((await ask('scripts', { trust: true })).program).toEqual(COMMAND);
  expect((await ask('scripts')).program).toEqual(COMMAND);
  expect((await ask('others')).program).toBe('program_not_trusted');
});

test('in a terminal the command is shown and asked about once, and anew when the program has changed', async () => {
  const no = await ask('terminal', { answer: false });
  expect(no).toMatchObject({ program: null, code: 130 });
  expect(no.said).toContain('  sh train.sh ${args}\n');
  expect(no.said).toContain('Nothing was run.');
  expect((await ask('terminal', { answer: true })).program).toEqual(COMMAND);
  const again = await ask('terminal', { answer: false });
  expect([again.program, again.said.includes('Nothing')]).toEqual([COMMAND, false]);
  writeFileSync(join(folder, 'train.sh'), 'echo 2\n');
  expect((await ask('terminal', { answer: false })).program).toBeNull();
});

test('what its owner has declared is run as it is declared, without a question', async () => {
  const programs = join(folder, 'programs.yaml');
  writeFileSync(programs, 'programs: { train.sh: { command: [sh, -e, "${program}"] } }', { mode: 0o600 });
  expect((await ask('none', { programs })).program).toEqual(['sh', '-e', 'train.sh']);
  writeFileSync(programs, 'programs: { other: { command: [sh] } }');
  expect((await ask('none', { programs })).program).toBe('program_not_declared');
});
