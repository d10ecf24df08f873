import type { Values } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeConfig } from './command.ts';

const CONFIG: Values = { lr: 0.01, layers: 2, opt: 'adam', nesterov: true, amp: false, sizes: [32, 16] };
const FILE = '/scratch/1.json';
const macro = (name: string) => `\${${name}}`;
const placed = (
  command: readonly string[],
  config: Values = CONFIG,
  way: 'flags' | 'stdin' | 'env' | 'file' | null = 'flags',
) => placeConfig(command, way, config, FILE, { DATA: '/data', HOME: '/root' });

describe('A config', () => {
  it('goes into flags, one argument each, in the order of the file', () => {
    const { argv, stdin, variables, inFile } = placed(['python3', 'train.py', macro('args')]);
    expect(argv.slice(2)).toEqual([
      '--lr=0.01',
      '--layers=2',
      '--opt=adam',
      '--nesterov=true',
      '--amp=false',
      '--sizes=[32,16]',
    ]);
    expect({ stdin, variables, inFile }).toEqual({ stdin: null, variables: {}, inFile: false });
  });

  // What W&B's agent makes of its own macros (wandb 0.31, wandb/sdk/launch/sweeps/utils.py), but for True, which is true here.
  it.each([
    ['args', ['--lr=0.01', '--nesterov=true', '--amp=false']],
    ['args_no_hyphens', ['lr=0.01', 'nesterov=true', 'amp=false']],
    ['args_no_boolean_flags', ['--lr=0.01', '--nesterov']],
    ['args_json', ['{"lr":0.01,"nesterov":true,"amp":false}']],
    ['args_json_file', [FILE]],
    ['args_no_equals', ['--lr', '0.01', '--nesterov', 'true', '--amp', 'false']],
    ['args_append_hydra', ['+lr=0.01', '+nesterov=true', '+amp=false']],
    ['args_override_hydra', ['++lr=0.01', '++nesterov=true', '++amp=false']],
  ])('goes where a macro of W&B stands (%s)', (name, becomes) => {
    const config = { lr: 0.01, nesterov: true, amp: false };
    const { argv, inFile } = placed(
      ['/usr/bin/env', 'python', 'train.py', '-b', macro(name), 'last'],
      config,
    );
    expect(argv).toEqual(['/usr/bin/env', 'python', 'train.py', '-b', ...becomes, 'last']);
    expect(inFile).toBe(name === 'args_json_file');
  });

  it('puts a variable of the worker anywhere into an argument, and says which is not set', () => {
    expect(placed(['train', `--data=${macro('envvar:DATA')}/x`]).argv).toEqual(['train', '--data=/data/x']);
    expect(() => placed(['train', macro('envvar:MISSING')])).toThrow(
      'MISSING is not set where the worker runs',
    );
  });

  it('leaves other text in braces to the program', () => {
    const words = ['sh', '-c', macro('HOME'), `${macro('args')} `, macro('constructor')];
    expect(placed(words).argv).toEqual(words);
  });

  it.each(['stdin', 'env', 'file', null] as const)(
    'is in no arguments where it goes another way (%s)',
    (way) => {
      expect(placed(['train', macro('args'), macro('args_json')], CONFIG, way).argv).toEqual(['train']);
    },
  );

  it('is one object on standard input', () => {
    expect(JSON.parse(placed(['train'], CONFIG, 'stdin').stdin!)).toEqual(CONFIG);
  });

  it('is variables, and says which names would be one', () => {
    expect(placed(['train'], { 'lr-0': 0.1, 'sizes.of': [1, 2], x: true }, 'env').variables).toEqual({
      LATENTSWEEP_PARAM_LR_0: '0.1',
      LATENTSWEEP_PARAM_SIZES_OF: '[1,2]',
      LATENTSWEEP_PARAM_X: 'true',
    });
    expect(() => placed(['train'], { 'a.b': 1, a_b: 2 }, 'env')).toThrow(
      'the parameters a.b and a_b would both be the variable LATENTSWEEP_PARAM_A_B',
    );
  });

  it('is in a file that a variable names', () => {
    const { variables, inFile } = placed(['train'], CONFIG, 'file');
    expect({ variables, inFile }).toEqual({ variables: { LATENTSWEEP_CONFIG: FILE }, inFile: true });
  });

  it('is in a file too where the command has no place for flags', () => {
    const { argv, variables, inFile } = placed(['/usr/bin/env', 'python', 'train.py']);
    expect({ argv, variables, inFile }).toEqual({
      argv: ['/usr/bin/env', 'python', 'train.py'],
      ...{ variables: { LATENTSWEEP_CONFIG: FILE }, inFile: true },
    });
  });

  it('never becomes more arguments than it has values, whatever those look like', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        const config = Object.fromEntries(values.map((value, i) => [`p${i}`, value]));
        const { argv } = placed(['train', macro('args')], config);
        expect(argv.slice(1)).toEqual(Object.entries(config).map(([name, value]) => `--${name}=${value}`));
      }),
    );
  });
});
