import { describe, expect, test } from 'vitest';
import type { TableDefinition } from '../dataset/source.ts';
import { define, distributions, faultsOf, parse, withParameters } from './fixtures.ts';
import { parseSweep } from './parse.ts';
import { storedDefinition } from './stored.ts';

const minimal = withParameters('epochs: { value: 5 }');

describe('a minimal file', () => {
  const { definition, notes, source } = parse(minimal);

  test('has every default filled in', () => {
    expect(definition).toEqual({
      name: 'a',
      description: null,
      method: 'grid',
      metric: { name: 'test_accuracy', goal: 'maximize' },
      replicates: 1,
      seed: 1,
      runCap: null,
      engine: 'auto',
      requires: [],
      dataset: {
        kind: 'simulated',
        train: 80_000,
        validation: 20_000,
        test: 20_000,
        coefficients: [[1, 1.5, 2, 2.5, 0, -1, -1.5, -2, -2.5, 0]],
        prior: null,
      },
      parameters: [{ name: 'epochs', distribution: { kind: 'constant', value: 5 } }],
    });
    expect(notes).toEqual([]);
    expect(source).toBe(minimal);
  });

  test('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
  });
});

test('a definition that is stored has its keys in one order', () => {
  const file = withParameters(
    'dropout: { distribution: q_uniform, min: 0, max: 0.5, q: 0.25 }\nloss_weights: { values: [{ kl: 1 }, { kl: 2 }] }',
    'method: random\nrun_cap: 9\ndefaults: deck\ndataset: { path: a.csv, target: y }',
  );
  expect(JSON.stringify(parse(file).definition).replaceAll('"', '')).toBe(
    '{name:a,description:null,method:random,metric:{name:test_accuracy,goal:maximize},replicates:1,seed:1,runCap:9,baselines:true,engine:auto,requires:[],' +
      'dataset:{kind:table,path:a.csv,select:null,folder:/files,header:null,columns:null,encoding:null,target:y,positive:null,drop:[],keep:[],categorical:[],missing:null,decimal:null,dates:[],reading:2,scale:quantile,split:{train:0.6,validation:0.2,test:0.2},balance:majority},' +
      'parameters:[{name:dropout,distribution:{kind:q_uniform,q:0.25,min:0,max:0.5}},{name:loss_weights.kl,distribution:{kind:categorical,values:[1,2],probabilities:null},linked:loss_weights},{name:minority_rate,distribution:{kind:constant,value:1}}]}',
  );
});

describe('distributions are inferred as in W&B', () => {
  const random = 'method: random\nrun_cap: 10';
  test.each([
    ['epochs: { value: 5 }', { kind: 'constant', value: 5 }],
    ['epochs: { values: [5, 10] }', { kind: 'categorical', values: [5, 10], probabilities: null }],
    [
      'epochs: { values: [5, 10], probabilities: [0.3, 0.7] }',
      { kind: 'categorical', values: [5, 10], probabilities: [0.3, 0.7] },
    ],
    ['epochs: { min: 5, max: 10 }', { kind: 'int_uniform', min: 5, max: 10 }],
    ['dropout: { min: 0, max: 0.5 }', { kind: 'uniform', min: 0, max: 0.5 }],
    ['loss_weights.kl: { min: 0, max: 1.0 }', { kind: 'uniform', min: 0, max: 1 }],
    ['loss_weights.kl: { min: 0, max: 1e1 }', { kind: 'uniform', min: 0, max: 10 }],
    ['loss_weights.kl: { min: 0, max: 1 }', { kind: 'int_uniform', min: 0, max: 1 }],
    ['epochs: { distribution: q_uniform, min: 5, max: 10 }', { kind: 'q_uniform', min: 5, max: 10, q: 1 }],
    ['dropout: { distribution: normal, sigma: 0.1 }', { kind: 'normal', mu: 0, sigma: 0.1 }],
    ['dropout: { distribution: beta, a: 2 }', { kind: 'beta', a: 2, b: 1 }],
    ['hidden_sizes: { value: [10, 5] }', { kind: 'constant', value: [10, 5] }],
    [
      'classifier_layers: { values: [[Conv 16  3x3 stride 1, pool 2], [dense 4], []] }',
      { kind: 'categorical', values: [['conv 16 3x3', 'pool 2'], ['dense 4'], []], probabilities: null },
    ],
    [
      'classifier_hidden_sizes: { values: [[], [4]] }',
      { kind: 'categorical', values: [[], [4]], probabilities: null },
    ],
  ])('%s', (entry, expected) => {
    expect(Object.values(distributions(entry, random))).toEqual([expected]);
  });

  test('1.0 and 1 are the same value, and so are 0 and -0', () => {
    const { epochs, dropout } = distributions('epochs: { values: [1.0, 1] }\ndropout: { value: -0.0 }');
    expect(epochs).toEqual({ kind: 'categorical', values: [1, 1], probabilities: null });
    expect(dropout).toEqual({ kind: 'constant', value: 0 });
  });
});

test('integers as bounds where fractions are possible are noted', () => {
  const codes = (entry: string) =>
    parse(withParameters(entry)).notes.map(({ code, path }) => `${code} ${path}`);
  expect(codes('loss_weights.kl: { min: 0, max: 1 }')).toEqual(['whole_numbers parameters.loss_weights.kl']);
  expect(codes('loss_weights.kl: { distribution: int_uniform, min: 0, max: 1 }')).toEqual([]);
  expect(codes('latent_size: { min: 1, max: 4 }')).toEqual([]);
});

describe('nested parameters', () => {
  test('read as dotted names, in the order of the file', () => {
    const { parameters } = define(
      'loss_weights: { parameters: { kl: { values: [0, 1] }, reconstruction: { value: 1 } } }\nepochs: { value: 2 }',
    );
    expect(parameters.map(({ name }) => name)).toEqual([
      'loss_weights.kl',
      'loss_weights.reconstruction',
      'epochs',
    ]);
    expect(parameters.every(({ linked }) => linked === undefined)).toBe(true);
  });

  test('listed as mappings move together', () => {
    const { parameters } = define(
      'loss_weights: { values: [{ kl: 1, prediction: 0.1 }, { prediction: 1, kl: 0 }] }',
    );
    expect(parameters).toEqual([
      {
        name: 'loss_weights.kl',
        linked: 'loss_weights',
        distribution: { kind: 'categorical', values: [1, 0], probabilities: null },
      },
      {
        name: 'loss_weights.prediction',
        linked: 'loss_weights',
        distribution: { kind: 'categorical', values: [0.1, 1], probabilities: null },
      },
    ]);
  });

  test('given as one mapping are constants', () => {
    expect(distributions('loss_weights: { value: { kl: 1, prediction: 0.1 } }')).toEqual({
      'loss_weights.kl': { kind: 'constant', value: 1 },
      'loss_weights.prediction': { kind: 'constant', value: 0.1 },
    });
  });
});

describe('metric', () => {
  const metric = (text: string) => parse(`metric: ${text}\n${minimal}`);

  test('is minimised where less is better', () => {
    expect(metric('{ name: val_log_loss }').definition.metric).toEqual({
      name: 'val_log_loss',
      goal: 'minimize',
    });
    expect(metric('{ goal: maximize }').definition.metric).toEqual({
      name: 'test_accuracy',
      goal: 'maximize',
    });
  });

  test('in the unusual direction is kept, with a note', () => {
    const { definition, notes } = metric('{ name: test_brier, goal: maximize }');
    expect(definition.metric.goal).toBe('maximize');
    expect(notes.map(({ code, path, message, hint }) => [code, path, message, hint])).toEqual([
      [
        'unusual_goal',
        'metric.goal',
        'test_brier is better when it is smaller, but the goal is maximize',
        'Was `goal: minimize` meant?',
      ],
    ]);
  });
});

describe('what a W&B file has besides', () => {
  test('is noted, not refused', () => {
    const { notes } = parse(
      `program: train.py\ncommand: [a, b]\nearly_terminate: { type: hyperband, min_iter: 3 }\nmetric: { name: test_f1, target: 0.9 }\n${minimal}`,
    );
    expect(notes.map(({ path, line, message }) => `${line} ${path}: ${message}`)).toEqual([
      '1 program: `program` has no effect here',
      '2 command: `command` has no effect here',
      '4 metric.target: the sweep ends by val_f1; test_f1 is what configs are ranked by',
      '4 metric.target: one lucky trial ends the sweep, as a config of one replicate has no interval',
    ]);
  });

  test('a file without a data set says that simulated rows stand in for it', () => {
    const notesOf = (top: string) =>
      parseSweep(withParameters('epochs: { value: 1 }', top), { path: 'a.yaml', folder: '/', engines: [] })
        .notes;
    expect(notesOf('method: grid')).toMatchObject([{ code: 'default_dataset', path: 'dataset', line: 1 }]);
    expect(notesOf('method: grid\ndataset: { kind: simulated }')).toEqual([]);
  });

  test('a random search without run_cap ends after 100 trials, or one config', () => {
    const random = parse(withParameters('epochs: { min: 1, max: 9 }', 'method: random'));
    expect(random.definition.runCap).toBe(100);
    expect(random.notes.map(({ code }) => code)).toEqual(['default_run_cap']);
    expect(
      parse(withParameters('epochs: { value: 1 }', 'method: random\nreplicates: 300')).definition.runCap,
    ).toBe(300);
  });
});

describe('baselines', () => {
  const read = (top: string) => parse(withParameters('epochs: { value: 5 }', `run_cap: 9\n${top}`));

  test('are tried by a random search unless the file says otherwise', () => {
    expect(read('method: random').definition.baselines).toBe(true);
    expect(read('method: random\nbaselines: true').definition.baselines).toBe(true);
    expect(read('method: random\nbaselines: false').definition.baselines).toBe(false);
    const set = parse(withParameters('epochs: { value: 5 }', 'method: random'), { set: ['baselines=false'] });
    expect(set.definition.baselines).toBe(false);
  });

  test('are none in a grid, which is told where it asks for them', () => {
    expect(read('method: grid').definition).not.toHaveProperty('baselines');
    expect(read('method: grid\nbaselines: false').notes).toEqual([]);
    const { definition, notes } = read('method: grid\nbaselines: true');
    expect(definition).not.toHaveProperty('baselines');
    expect(notes).toMatchObject([
      { code: 'ignored_key', path: 'baselines', hint: 'List oversample among the values of `arm`.' },
    ]);
  });

  test('are true or false', () => {
    expect(faultsOf(withParameters('epochs: { value: 0 }', 'method: random\nbaselines: no'))).toEqual([
      '2:12 wrong_type baselines: must be true or false, got "no". Write true or false.',
      '4:20 out_of_range parameters.epochs.value: must be a whole number from 1 to 100000, got 0. Choose a value in that range.',
    ]);
  });
});

describe('simulated data', () => {
  const dataset = (text: string) => parse(`dataset: ${text}\n${minimal}`).definition.dataset;

  test('takes coefficients of one class or of each', () => {
    expect(dataset('{ coefficients: [1, -2] }')).toMatchObject({ coefficients: [[1, -2]], prior: null });
    expect(dataset('{ coefficients: [[1, 0], [0, 1], [1, 1]], features: 2 }')).toMatchObject({
      coefficients: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    });
  });

  test('takes a prior as the share of class 1 or of each', () => {
    expect(dataset('{ prior: 0.25 }')).toMatchObject({ prior: [0.75, 0.25] });
    expect(dataset('{ coefficients: [[1], [2], [3]], prior: [0.5, 0.3, 0.2] }')).toMatchObject({
      prior: [0.5, 0.3, 0.2],
    });
  });
});

describe('a table', () => {
  const table = parse(`dataset: { path: data/x.csv, target: y, positive: 1 }\n${minimal}`).definition;

  test('is known by its keys, with paths from the folder of the file', () => {
    expect(table.dataset).toEqual({
      kind: 'table',
      path: 'data/x.csv',
      select: null,
      folder: '/files',
      header: null,
      columns: null,
      encoding: null,
      target: 'y',
      positive: '1',
      drop: [],
      keep: [],
      categorical: [],
      missing: null,
      decimal: null,
      dates: [],
      reading: 2,
      scale: 'quantile',
      split: { train: 0.6, validation: 0.2, test: 0.2 },
      balance: 'majority',
    });
  });

  test('of an older version is read as it was then', () => {
    const { header, columns, encoding, keep, ...old } = table.dataset as TableDefinition;
    expect(storedDefinition({ definition: { ...table, dataset: old } }).dataset).toEqual({
      ...old,
      header: true,
      columns: null,
      encoding: null,
      keep: null,
    });
    expect(storedDefinition({ definition: table })).toEqual(table);
  });

  test('how its text is read', () => {
    const read = (keys: string) =>
      parse(`dataset: { path: x.csv, target: y, ${keys} }\n${minimal}`).definition.dataset;
    expect(read('header: false, columns: [x, y], encoding: latin1, keep: [x]')).toMatchObject({
      header: false,
      columns: ['x', 'y'],
      encoding: 'latin1',
      keep: ['x'],
    });
  });

  test('by what rows are split, and which part of a file', () => {
    const read = (keys: string) =>
      parse(`dataset: { path: x.csv, target: y, ${keys} }\n${minimal}`).definition.dataset;
    const shares = { train: 0.6, validation: 0.2, test: 0.2 };
    expect(read('split: { group: patient }')).toMatchObject({ split: shares, group: 'patient' });
    expect(read('split: { time: year }')).toMatchObject({ split: shares, time: 'year' });
    expect(read('sheet: Data, arrays: [X, y]')).toMatchObject({ sheet: 'Data', arrays: ['X', 'y'] });
  });

  test.for([
    [
      'path: x.csv, split: { group: a, time: b }',
      'split_twice dataset.split: splits by one of group and time, got both',
    ],
    ['path: x.csv, split: { group: y }', 'target_used dataset.split.group: must not be the target "y"'],
    ['select: from x, sheet: Data', 'unused_key dataset.sheet: means nothing beside `select`'],
    ['path: x.csv, header: no header', 'wrong_type dataset.header: must be true or false'],
    ['path: x.csv, columns: [x, y]', 'missing_key dataset.columns: `columns` needs `header`'],
    ['path: x.csv, header: false, columns: [x, y, x]', 'duplicate_name dataset.columns: names "x" twice'],
    ['path: x.csv, encoding: latin-0', 'unknown_value dataset.encoding: unknown encoding "latin-0"'],
    ['path: x.csv, keep: [y]', 'target_used dataset.keep: must not hold the target "y"'],
    ['select: from x, header: true', 'unused_key dataset.header: means nothing beside `select`'],
  ] as const)('%s', ([keys, told]) => {
    expect(faultsOf(`dataset: { target: y, ${keys} }\n${minimal}`).join('\n')).toContain(told);
  });

  test('is not cut unless the file says so', () => {
    expect(table.parameters).toContainEqual({
      name: 'minority_rate',
      distribution: { kind: 'constant', value: 1 },
    });
    const cut = parse(
      `dataset: { select: from x, target: y }\n${withParameters('minority_rate: { value: 0.5 }')}`,
    );
    expect(cut.definition.parameters.filter(({ name }) => name === 'minority_rate')).toEqual([
      { name: 'minority_rate', distribution: { kind: 'constant', value: 0.5 } },
    ]);
  });

  test('may be split otherwise', () => {
    const { definition } = parse(
      `dataset: { path: x, target: y, split: { train: 0.5, validation: 0.3 } }\n${minimal}`,
    );
    expect(definition.dataset).toMatchObject({ split: { train: 0.5, validation: 0.3, test: 0.2 } });
  });
});

describe('what cells of a table mean', () => {
  const of = (keys: string) =>
    parse(`dataset: { path: x, target: y, ${keys} }\n${minimal}`).definition.dataset;

  test.each([
    'True',
    '1.10',
    '0123',
    '1e5',
    '0x1F',
    '0o17',
    '.5',
    '+1',
    '1_000',
    'yes',
    'No',
    'on',
    'null',
    'NULL',
    '~',
    '.nan',
    '2004-04-12',
    '12:30',
  ])('a label is what is written: %s', (label) => {
    expect(of(`positive: ${label}`)).toMatchObject({ positive: label });
    expect(of(`positive: "${label}"`)).toMatchObject({ positive: label });
    expect(
      parse(minimal, { set: ['dataset.path=x', 'dataset.target=y', `dataset.positive=${label}`] }),
    ).toMatchObject({
      definition: { dataset: { positive: label } },
    });
    expect(of(`missing: [${label}, "${label}"]`)).toMatchObject({ missing: [label, label] });
  });

  test('no label at all is none', () => {
    expect(faultsOf(`dataset: { path: x, target: y, positive: }\n${minimal}`)[0]).toContain(
      'must be a class label',
    );
  });

  test('missing, decimal, dates', () => {
    expect(of("missing: [], decimal: ',', dates: [a, b]")).toMatchObject({
      missing: [],
      decimal: ',',
      dates: [
        { column: 'a', format: null },
        { column: 'b', format: null },
      ],
    });
    expect(of("dates: { a: '%d/%m/%Y', 10: }")).toMatchObject({
      dates: [
        { column: 'a', format: '%d/%m/%Y' },
        { column: '10', format: null },
      ],
    });
  });

  test('what they can not be', () => {
    const first = (keys: string) => faultsOf(`dataset: { path: x, target: y, ${keys} }\n${minimal}`)[0];
    expect(first('missing: NA')).toContain(
      'wrong_type dataset.missing: must be a list of words, got "NA". Write a list: [NA].',
    );
    expect(first('missing: [[a]]')).toContain('wrong_type dataset.missing[0]');
    expect(first('decimal: "1"')).toContain('unknown_value dataset.decimal: unknown value "1".');
    expect(first('dates: a')).toContain('Write a list: [a].');
    expect(first('dates: { a: [1] }')).toContain('wrong_type dataset.dates.a');
    expect(first('dates: [y]')).toContain('target_used dataset.dates');
    expect(first('dates: [a], categorical: [a]')).toContain(
      'column_used_twice dataset.dates: `a` is a date here',
    );
  });

  test('are as they were in definitions of earlier versions', () => {
    const { definition } = parse(`dataset: { path: x, target: y }\n${minimal}`);
    const { missing, decimal, dates, reading, ...old } = definition.dataset as TableDefinition;
    expect({ missing, decimal, dates, reading }).toEqual({
      missing: null,
      decimal: null,
      dates: [],
      reading: 2,
    });
    const stored = storedDefinition({ definition: { ...definition, dataset: old } });
    expect(stored.dataset).toEqual({ ...definition.dataset, reading: 1 });
    expect(storedDefinition({ definition })).toEqual(definition);
  });
});

describe('names', () => {
  test.each([
    'Robert"); drop table trials;--',
    '../../etc/passwd',
    '🧪 κλ "q" \'s\'',
    '<b>&amp;</b>',
    '日本語',
    'a'.repeat(128),
  ])('may be any printable text: %s', (name) => {
    expect(parse(`name: ${JSON.stringify(name)}\n${minimal}`).definition.name).toBe(name);
  });
});

describe('labels of workers', () => {
  test('are a set, sorted', () => {
    expect(parse(`requires: [gpu, a100]\n${minimal}`).definition.requires).toEqual(['a100', 'gpu']);
    expect(parse(`requires: []\n${minimal}`).definition.requires).toEqual([]);
    expect(parse(minimal, { set: ['requires=[gpu]'] }).definition.requires).toEqual(['gpu']);
  });

  test('are refused where they are none', () => {
    const first = (text: string) => faultsOf(`requires: ${text}\n${minimal}`)[0];
    expect(first('gpu')).toBe(
      '1:11 wrong_type requires: must be a list of at most 5 labels, got "gpu". Write a list: [gpu].',
    );
    expect(first('[GPU]')).toBe(
      '1:12 bad_label requires[0]: must be 1 to 32 of a-z, 0-9, _ and -, got "GPU". Write a label such as gpu or a100.',
    );
    expect(first('[gpu, gpu]')).toBe(
      '1:17 duplicate_label requires[1]: "gpu" is given twice. Keep one of the two.',
    );
    expect(first('[a, b, c, d, e, f]')).toContain('It has 6 items.');
    expect(first(`[${'x'.repeat(33)}]`)).toContain('bad_label');
    expect(first('["a.b"]')).toContain('bad_label');
    expect(first('[{ gpu: 1 }]')).toContain('bad_label');
  });

  test('are none in definitions of earlier versions', () => {
    const { requires: _, ...old } = parse(minimal).definition;
    expect(storedDefinition({ definition: old }).requires).toEqual([]);
    expect(storedDefinition({ definition: { ...old, requires: ['gpu'] } }).requires).toEqual(['gpu']);
  });
});

test('the mixing of arms that do not mix is not checked', () => {
  expect(define('arm: { value: smote }\nmixing.generated: { value: 90 }').parameters).toHaveLength(2);
});

test('aliases, comments, a schema line and a byte order mark are understood', () => {
  const text = `\uFEFF# yaml-language-server: $schema=sweep.schema.json\nmethod: grid\nparameters:\n  latent_size: &few { values: [2, 4] }\n  epochs: *few\n`;
  const { parameters } = parse(text).definition;
  expect(parameters[1]).toEqual({ ...parameters[0], name: 'epochs' });
});
