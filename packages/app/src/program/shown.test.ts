import { expect, test } from 'vitest';
import { commandText, trialText } from './shown.ts';

const command = ['python3', '-u', 'my train.py', '${args}', '--home=${envvar:HOME}'];

test('a trial as a shell would be told to run it', () => {
  const config = { lr: 0.01, n: -1, name: "it's", list: [1, 2], on: true, '+x': '', flag: '-v' };
  expect(trialText({ command }, 'flags', config)).toBe(
    `python3 -u 'my train.py' --lr=0.01 --n=-1 --name='it'\\''s' --list='[1,2]' --on=true --+x= --flag=-v --home='$HOME'`,
  );
  expect(trialText({ command }, 'stdin', config)).toBe(`python3 -u 'my train.py' --home='$HOME'`);
  expect(trialText({ command: ['a', '${args_json}'] }, 'flags', { x: 1 })).toBe(`a '{"x":1}'`);
  expect(trialText({ command: ['a', '${args_json_file}'] }, 'flags', {})).toBe(`a '$LATENTSWEEP_CONFIG'`);
});

test('a command as it is declared', () => {
  expect(commandText({ command })).toBe("python3 -u 'my train.py' ${args} --home='${envvar:HOME}'");
  expect(commandText({ command: ['sh', '-c', 'rm -rf "$HOME"; echo'] })).toBe(`sh -c 'rm -rf "$HOME"; echo'`);
});
