import { expect, test } from 'vitest';
import { startOf, unknownMacro } from './command.ts';
import { programNameOf } from './name.ts';

test.each([
  ['train.py', ['python3', 'train.py', '${args}']],
  ['src/fit.R', ['Rscript', 'src/fit.R', '${args}']],
  ['a.mjs', ['node', 'a.mjs', '${args}']],
  ['a.ts', ['node', 'a.ts', '${args}']],
  ['a.sh', ['sh', 'a.sh', '${args}']],
  ['solver', ['./solver', '${args}']],
  ['bin/solver', ['bin/solver', '${args}']],
  ['/opt/solver', ['/opt/solver', '${args}']],
  ['-x.py', ['python3', './-x.py', '${args}']],
])('without a command %s is run by what its ending says', (file, command) => {
  expect(startOf(file, null)).toEqual(command);
});

test('macros that are the same in every trial are put in, and all else is left', () => {
  const command = ['${env}', '${interpreter}', '-u', '${program}', '--x=${program}', '${args_no_hyphens}'];
  expect(startOf('train.py', command)).toEqual([
    ...['/usr/bin/env', 'python3', '-u', 'train.py', '--x=${program}', '${args_no_hyphens}'],
  ]);
  expect(startOf('train.py', command, 'win32')[0]).toBe('python3');
  expect(startOf('solver', ['${env}', '${interpreter}', '${program}'])).toEqual(['/usr/bin/env', './solver']);
});

test('a macro that W&B does not have is told', () => {
  expect(['${args}', '${envvar:HOME}', 'args', '$args', '${argz}', '${}'].map(unknownMacro)).toEqual([
    ...[null, null, null, null, 'argz', ''],
  ]);
});

test.each([
  ['train.py', 'train.py'],
  ['./train.py', 'train.py'],
  ['src/train.py', 'src/train.py'],
  ['../a/train.py', 'train.py'],
  ['/home/me/train.py', 'train.py'],
  ['a/../../b.py', 'b.py'],
  ['', null],
  ['..', null],
  ['my train.py', null],
  ['-x.py', null],
  ['ä.py', null],
  ['a'.repeat(65), null],
])('the name of the program %s is %s', (file, name) => {
  expect(programNameOf(file)).toBe(name);
});
