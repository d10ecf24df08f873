import { describe, expect, test } from 'vitest';
import { faultsOf, parse } from '../fixtures.ts';

const TOP = 'program: train.py\nmethod: random\nrun_cap: 9\nmetric: { name: val_loss, goal: minimize }';
const file = (parameters: string, top = TOP) =>
  `${top}\nparameters:\n${parameters.replaceAll(/^/gm, '  ')}\n`;
const define = (text: string, set: readonly string[] = []) => parse(text, { set }).definition;
const notesOf = (text: string) => parse(text).notes.map(({ code, path }) => `${code} ${path}`);
const faults = (text: string, set: readonly string[] = []) =>
  faultsOf(text, { set }).map((line) => line.replace(/:[^:]*$/, (rest) => rest.slice(0, 90)));
const codesOf = (text: string) => faultsOf(text).map((line) => line.split(' ').slice(1, 3).join(' '));

describe('whether a file is a sweep of a program', () => {
  const kindOf = (text: string) => define(text).dataset.kind;

  test.each([
    ['a parameter of its own', file('lr: { value: 1 }'), 'program'],
    ['a metric of its own', file('learning_rate: { value: 0.1 }'), 'program'],
    [
      'a command alone',
      file('lr: { value: 1 }', TOP.replace('program: train.py', 'command: [./fit]')),
      'program',
    ],
    [
      'config',
      `program: a.py\nconfig: flags\nmethod: grid\nmetric: { name: val_f1 }\nparameters: { epochs: { value: 1 } }`,
      'program',
    ],
    [
      'our parameters alone',
      'program: a.py\nmethod: grid\nparameters: { epochs: { value: 1 } }',
      'simulated',
    ],
    [
      'our metric too',
      'program: a.py\nmethod: grid\nmetric: { name: val_f1 }\nparameters: { epochs: { value: 1 } }',
      'simulated',
    ],
    [
      'a data set',
      'program: a.py\ndataset: { kind: simulated }\nmethod: grid\nparameters: { epochs: { value: 1 } }',
      'simulated',
    ],
  ])('%s', (_, text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  test('ask: true is one whose trials nothing runs, whatever its parameters are called', () => {
    const asked = 'ask: true\nmethod: grid\nrequires: [gpu]\nmetric: { name: loss, goal: minimize }\n';
    const text = `${asked}parameters: { epochs: { value: 1 } }`;
    expect(define(text)).toMatchObject({
      requires: [],
      dataset: { kind: 'program', name: 'ask', asked: true, command: null, metrics: [{ name: 'loss' }] },
    });
    expect(notesOf(text)).toEqual(['asked_sweep ask', 'ignored_key requires']);
    for (const key of ['program: a.py', 'command: [a]', 'config: flags', 'reports: csv']) {
      expect(codesOf(`${key}\n${text}`)).toEqual([expect.stringMatching(/^asked_and_run (\w+):$/)]);
    }
    expect(codesOf(`${text}\nearly_terminate: { type: hyperband, min_iter: 3 }`)).toEqual([
      'early_without_steps early_terminate:',
    ]);
    expect(kindOf(`program: a.py\nask: false\nmethod: grid\nparameters: { epochs: { value: 1 } }`)).toBe(
      'simulated',
    );
    expect(notesOf(`dataset: { kind: simulated }\n${text.replace(/metric.*\n/, '')}`)).toContain(
      'ignored_key ask',
    );
  });

  test('the first note says so, and by what it is known', () => {
    const [note] = parse(file('lr: { value: 1 }')).notes;
    expect(note).toMatchObject({ code: 'program_sweep', line: 1, column: 1 });
    expect(note?.message).toBe(
      'this is a sweep of the program train.py: `lr` is no parameter of built-in trials',
    );
  });

  test('without program and command a parameter of its own is unknown, as ever', () => {
    expect(codesOf('method: grid\nparameters: { lr: { value: 1 } }')).toEqual([
      'unknown_parameter parameters.lr:',
    ]);
  });

  test('a note on built-in trials says how the program is run', () => {
    const { notes } = parse('program: a.py\nmethod: grid\nparameters: { epochs: { value: 1 } }');
    expect(notes).toMatchObject([{ code: 'ignored_key', hint: expect.stringContaining('`config: flags`') }]);
  });
});

describe('a file without a fault', () => {
  test('all of it', () => {
    const text = `program: ./src/train.py
command: [python, -u, "\${program}", "\${args_no_hyphens}"]
config: flags
reports: csv
method: bayes
run_cap: 50
replicates: 8
race: true
requires: [gpu]
metrics:
  - { name: val/loss, summary: min }
  - { name: accuracy, goal: maximize }
constraints:
  - { metric: seconds, max: 60, summary: mean }
  - { metric: accuracy, min: 0.5 }
parameters:
  lr: { value: 1 }
`;
    expect(faults(text)).toEqual([expect.stringContaining('race_of_several')]);
    expect(define(text.replace('race: true\n', ''))).toMatchObject({
      method: 'bayes',
      runCap: 50,
      lag: 16,
      baselines: false,
      engine: 'program',
      requires: ['gpu', 'program:src/train.py'],
      metric: { name: 'val/loss', goal: 'minimize' },
      metrics: [
        { name: 'val/loss', goal: 'minimize' },
        { name: 'accuracy', goal: 'maximize' },
      ],
      constraints: [
        { metric: 'seconds', measure: 'seconds', max: 60 },
        { metric: 'accuracy', measure: 'accuracy', min: 0.5 },
      ],
      dataset: {
        kind: 'program',
        name: 'src/train.py',
        path: './src/train.py',
        folder: '/files',
        command: ['python', '-u', '${program}', '${args_no_hyphens}'],
        config: 'flags',
        reports: 'csv',
        metrics: [
          { name: 'val/loss', summary: 'min' },
          { name: 'accuracy', summary: 'last' },
          { name: 'seconds', summary: 'mean' },
        ],
      },
    });
  });

  test('values of any types, nested parameters and values that go together', () => {
    const { parameters } = define(
      file(`opt: { values: [adam, 3, 1.5, true, [1, 2], []] }
"+model.size": { min: 1, max: 9 }
a: { parameters: { b: { parameters: { c: { value: --x=1 } } } } }
pair: { values: [{ x: 1, y: "it's" }, { x: 2, y: "a b" }] }
same: { value: { k: 1 } }`),
    );
    expect(Object.fromEntries(parameters.map(({ name, ...rest }) => [name, rest]))).toEqual({
      opt: {
        distribution: {
          kind: 'categorical',
          values: ['adam', 3, 1.5, true, [1, 2], []],
          probabilities: null,
        },
      },
      '+model.size': { distribution: { kind: 'int_uniform', min: 1, max: 9 } },
      'a.b.c': { distribution: { kind: 'constant', value: '--x=1' } },
      'pair.x': {
        distribution: { kind: 'categorical', values: [1, 2], probabilities: null },
        linked: 'pair',
      },
      'pair.y': {
        distribution: { kind: 'categorical', values: ["it's", 'a b'], probabilities: null },
        linked: 'pair',
      },
      'same.k': { distribution: { kind: 'constant', value: 1 } },
    });
  });

  test('every distribution of W&B', () => {
    const text = file(`a: { distribution: uniform, min: 0, max: 1 }
b: { distribution: q_uniform, min: 0, max: 1, q: 0.25 }
c: { distribution: log_uniform, min: -5, max: 0 }
d: { distribution: inv_log_uniform_values, min: 0.1, max: 1 }
e: { distribution: normal, mu: 3, sigma: 2 }
f: { distribution: q_log_normal, q: 2 }
g: { distribution: beta, a: 2, b: 2 }
h: { values: [1, x], probabilities: [0.25, 0.75] }
i: { min: -3, max: 3 }`);
    expect(define(text).parameters.map(({ distribution }) => distribution.kind)).toEqual([
      ...[
        'uniform',
        'q_uniform',
        'log_uniform_values',
        'inv_log_uniform_values',
        'normal',
        'q_log_normal',
        'beta',
      ],
      ...['categorical', 'int_uniform'],
    ]);
    expect(notesOf(text)).toEqual(['program_sweep program', 'exponents parameters.c']);
  });

  test('`when` and `points`, by dotted names or nested', () => {
    const { parameters, points } = define(
      `${file(`opt: { values: [adam, sgd] }
momentum: { min: 0.0, max: 1.0, when: { opt: sgd } }
m: { parameters: { size: { values: [1, two] } } }`)}points: [{ opt: sgd, momentum: 0.5, m: { size: two } }, { m.size: 1 }]\n`,
    );
    expect(parameters[1]?.when).toEqual([{ parameter: 'opt', in: ['sgd'] }]);
    expect(points).toEqual([{ opt: 'sgd', momentum: 0.5, 'm.size': 'two' }, { 'm.size': 1 }]);
  });

  test('names that objects have by themselves are names like any other', () => {
    const text = file('toString: { values: [1, 2] }\nvalueOf: { value: x }\nhasOwnProperty: { value: true }');
    expect(define(text).parameters.map(({ name }) => name)).toEqual([
      'toString',
      'valueOf',
      'hasOwnProperty',
    ]);
  });

  test.each([
    ['[python3, train.py, "${args}"]', 'train.py'],
    ['["${env}", Rscript, fit/ridge.R]', 'fit/ridge.R'],
    ['[./solver, -v]', 'solver'],
    ['[/usr/bin/env, ../x/solver]', 'solver'],
  ])('without `program` the command %s is of %s', (command, name) => {
    expect(
      define(file('lr: { value: 1 }', TOP.replace('program: train.py', `command: ${command}`))).dataset,
    ).toMatchObject({
      name,
    });
  });

  test('notes: what is minimized, how the config is told, what has no effect', () => {
    const top = `program: a.py\ncommand: [python3, a.py]\nmethod: random\nmetric: { name: loss, impute: worst }\nproject: p\ndefaults: deck\nengine: simd`;
    expect(notesOf(file('lr: { value: 1 }', top))).toEqual([
      'program_sweep program',
      'ignored_key project',
      'ignored_key defaults',
      'ignored_key engine',
      'config_in_file command',
      'ignored_key metric.impute',
      'default_goal metric',
      'default_run_cap run_cap',
    ]);
  });
});

describe('overrides', () => {
  const text = file('lr: { min: 0.0, max: 1.0 }\nm: { parameters: { size: { values: [1, 2] } } }');

  test('of keys and of parameters that the file has', () => {
    const set = ['lr=[0.1, x]', 'm.size=7', 'config=stdin', 'metric.name=loss', 'replicates=2'];
    const { parameters, dataset, metric, replicates } = define(text, set);
    expect(parameters.map(({ distribution }) => distribution)).toMatchObject([
      { kind: 'categorical', values: [0.1, 'x'] },
      { kind: 'constant', value: 7 },
    ]);
    expect([dataset, metric.name, replicates]).toMatchObject([{ config: 'stdin' }, 'loss', 2]);
  });

  test('another parameter is taken for a slip', () => {
    expect(faultsOf(text, { set: ['m.sise=7', '__proto__.x=1'] })).toEqual([
      '- unknown_key m.sise: unknown key `m.sise` (--set m.sise=7). Did you mean `m.size`? KEY is a key of the file, or one of its parameters.',
      expect.stringContaining('unknown_key __proto__.x'),
    ]);
  });

  test('a data set makes it one of built-in trials', () => {
    expect(faultsOf(text, { set: ['dataset.kind=simulated'] })[0]).toContain('unknown_value metric.name');
  });
});

describe('early_terminate', () => {
  const early = (top = '') =>
    file('epochs: { value: 2 }', `${TOP}\nearly_terminate: { min_iter: 3, type: hyperband }\n${top}`);

  test('stops programs at steps, however many they have', () => {
    const { definition, notes } = parse(early());
    expect(definition.early).toEqual({ type: 'hyperband', eta: 3, strict: true, minIter: 3 });
    expect(notes.map(({ code }) => code)).toEqual(['program_sweep']);
    expect(parse(early(), { race: false }).definition.early).toBeUndefined();
  });

  test.each([
    ['reports: csv', 'early_without_steps'],
    ['reports: last_line', 'early_without_steps'],
    ['constraints: [{ metric: size, max: 3 }]', 'early_of_constrained'],
  ])('is refused beside %s', (top, code) => {
    expect(codesOf(early(top))).toEqual([`${code} early_terminate:`]);
  });

  test('is refused where whoever asks for a trial ends it', () => {
    const asked = early('ask: true').replace('program: train.py\n', '');
    expect(codesOf(asked)).toEqual(['early_without_steps early_terminate:']);
  });
});

describe('faults', () => {
  test('all at once, each with its place', () => {
    const text = `program: my train.py
command: python train.py
config: args
reports: line
method: bayes
baselines: true
early_terminate: { type: hyperband, min_iter: 3 }
metric: { name: val loss, goal: up, summary: median }
constraints: [{ metric: step, max: 3 }, { metric: m, max: 4, summary: max }, { metric: m, min: 3, summary: min }]
dataste: 1
parameters:
  "my lr": { value: 1 }
  --x: { value: 1 }
  a: { value: null }
  b: { values: [.nan, 12345678901234567890, "a\\nb"] }
  c: 3
  d: { values: [[1, [2]]] }
  e: { distribution: log_normal, sigma: 10000 }
`;
    expect(codesOf(text)).toEqual([
      'unknown_key dataste:',
      'missing_key run_cap:',
      'baselines_of_program baselines:',
      'wrong_type command:',
      'unknown_value config:',
      'unknown_value reports:',
      'bad_metric_name metric.name:',
      'unknown_value metric.goal:',
      'unknown_value metric.summary:',
      'bad_metric_name constraints[0].metric:',
      'two_summaries constraints[2].summary:',
      'bad_parameter_name parameters."my',
      'bad_parameter_name parameters.--x:',
      'wrong_type parameters.a.value:',
      'not_finite parameters.b.values[0]:',
      'out_of_range parameters.b.values[1]:',
      'unprintable parameters.b.values[2]:',
      'wrong_type parameters.c:',
      'wrong_type parameters.d.values[0][1]:',
    ]);
  });

  test.each([
    ['no metric', TOP.replace(/metric.*/, ''), 'missing_key metric:'],
    ['a metric without a name', TOP.replace('name: val_loss, ', ''), 'missing_key metric.name:'],
    ['a name that is none', TOP.replace('train.py', "'my train.py'"), 'bad_program_name program:'],
    ['an empty program', TOP.replace('train.py', "''"), 'wrong_type program:'],
    [
      'a command of a program that is not named',
      TOP.replace('program: train.py', 'command: ["${program}"]'),
      'missing_key command:',
    ],
    ['a macro that W&B does not have', `${TOP}\ncommand: ["\${prog}"]`, 'unknown_macro command[0]:'],
    ['a race of two', `${TOP}\nreplicates: 2\nrace: true`, 'race_too_short race:'],
  ])('%s', (_, top, fault) => {
    expect(codesOf(file('lr: { value: 1 }', top))).toEqual([fault]);
  });

  test.each([
    [
      'parameters that are one variable',
      'a.b: { value: 1 }\nA_b: { value: 1 }',
      'alike_parameters parameters:',
    ],
    [
      'a parameter twice',
      'a: { parameters: { b: { value: 1 } } }\na.b: { value: 2 }',
      'duplicate_key parameters.a.b:',
    ],
    [
      'mappings of other keys',
      'a: { values: [{ x: 1 }, { y: 1 }] }',
      'unknown_key parameters.a.values[1].y:',
    ],
    ['a list for an entry', 'a: [1, 2]', 'wrong_type parameters.a:'],
    ['a normal that is no number', 'a: { distribution: log_normal, mu: 2000 }', 'out_of_range parameters.a:'],
    [
      '`when` of a number that is drawn',
      'a: { min: 1, max: 3 }\nb: { value: 1, when: { a: 2 } }',
      'bad_when parameters.b.when.a:',
    ],
    [
      '`when` of a value that is never',
      'a: { values: [1, x] }\nb: { value: 1, when: { a: "1" } }',
      'bad_when parameters.b.when.a:',
    ],
  ])('%s', (_, parameters, fault) => {
    expect(codesOf(file(parameters))).toEqual([fault]);
  });

  test('points outside of what is drawn', () => {
    const text = `${file('a: { values: [1, x] }\nb: { min: 0.0, max: 1.0 }')}points: [{ a: "1" }, { b: 2 }, { b: x }, { c: 1 }]\n`;
    expect(codesOf(text)).toEqual([
      'outside_the_space points[0].a:',
      'outside_the_space points[1].b:',
      'wrong_type points[2].b:',
      'unknown_parameter points[3].c:',
    ]);
  });

  test('ten thousand parameters are counted, not read', () => {
    const many = Array.from(
      { length: 10_000 },
      (_, i) => `p${i}: { values: [1, 2], when: { p${Math.max(0, i - 1)}: 1 } }`,
    );
    expect(codesOf(file(many.join('\n')))).toEqual(['too_many_parameters parameters:']);
    const nested = `m: { parameters: { ${many.join(', ')} } }`;
    expect(codesOf(file(nested))).toEqual(['too_many_parameters parameters:']);
    expect(
      define(
        file(
          many
            .slice(0, 200)
            .map((line) => line.replace(/, when.*/, ' }'))
            .join('\n'),
        ),
      ).parameters,
    ).toHaveLength(200);
  });
});

describe('files of W&B', () => {
  test('its example of a configuration, with a program', () => {
    const text = `program: train.py
method: bayes
run_cap: 30
metric:
  name: validation_loss
  goal: minimize
parameters:
  learning_rate:
    min: 0.0001
    max: 0.1
  optimizer:
    values: ["adam", "sgd"]
`;
    const { dataset, parameters } = define(text);
    expect(dataset).toMatchObject({ kind: 'program', name: 'train.py', command: null });
    expect(parameters).toMatchObject([
      { distribution: { kind: 'uniform', min: 0.0001, max: 0.1 } },
      { distribution: { kind: 'categorical', values: ['adam', 'sgd'] } },
    ]);
  });

  test('its command macros, with nested parameters and keys that mean nothing here', () => {
    const text = `program: train.py
project: sweeps-demo
entity: team
method: random
metric: { name: val/accuracy, goal: maximize }
parameters:
  batch_size: { distribution: q_log_uniform_values, q: 8, min: 32, max: 256 }
  dropout: { values: [0.3, 0.4, 0.5] }
  epochs: { value: 1 }
  optimizer:
    parameters:
      name: { values: [adam, sgd] }
      lr: { distribution: uniform, min: 0, max: 0.1 }
command:
  - \${env}
  - \${interpreter}
  - \${program}
  - "-config"
  - your-training-config
  - \${args}
`;
    const { parameters, dataset } = define(text);
    expect(parameters.map(({ name }) => name)).toEqual([
      ...['batch_size', 'dropout', 'epochs', 'optimizer.name', 'optimizer.lr'],
    ]);
    expect(dataset).toMatchObject({
      command: ['${env}', '${interpreter}', '${program}', '-config', 'your-training-config', '${args}'],
    });
  });
});
