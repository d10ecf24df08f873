import { readdirSync, readFileSync } from 'node:fs';
import { InputError } from '@latentsweep/core';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse as parseYamlText } from 'yaml';
import { ENGINES, withParameters } from './fixtures.ts';
import { parseSweep } from './parse.ts';
import { sweepJsonSchema } from './schema.ts';

const folder = new URL('../../../../sweeps/', import.meta.url);
const ready = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** Strict: a keyword that draft-07 does not know fails here. */
const validate = new Ajv({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  strictTypes: false,
}).compile(sweepJsonSchema(ENGINES));
const fitsSchema = (file: string) => validate(parseYamlText(file));

function fitsReader(file: string): boolean {
  try {
    parseSweep(file, { path: 'a.yaml', folder: '/', engines: ENGINES });
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

test('there are ready sweep files', () => {
  expect(ready.length).toBeGreaterThanOrEqual(6);
});

test.each(ready)('%s fits the schema and the reader, without a note', (name) => {
  expect([fitsSchema(text(name)), validate.errors]).toEqual([true, null]);
  expect(parseSweep(text(name), { path: name, folder: '/', engines: ENGINES }).notes).toEqual([]);
});

test.each([
  'epochs: { value: 5 }',
  'epochs: { min: 5, max: 10 }',
  'arm: { values: [none, smote] }',
  'hidden_sizes: { values: [[], [10, 10]] }',
  'classifier_layers: { values: [[], [conv 4 3x3, dense 5]] }',
  'loss_weights: { parameters: { kl: { values: [0, 1] } } }',
  'loss_weights: { value: { kl: 1 } }',
  'loss_weights.kl: { value: 1 }',
  'batch_size: { values: [8, 16] }',
])('a schema that fits too: %s', (lines) => {
  const file = withParameters(lines);
  expect([fitsSchema(file), fitsReader(file)]).toEqual([true, true]);
});

test.each([
  ['[{ name: val_f1 }, { name: val_ece, goal: minimize }]', true],
  ['[{ name: val_f1 }]', false],
  ['[{ name: val_f1 }, { goal: minimize }]', false],
  ['[{ name: val_f1 }, { name: val_ece, target: 1 }]', false],
])('metrics: %s fits both, or neither: %s', (metrics, fits) => {
  const file = withParameters('epochs: { value: 5 }', `method: grid\nmetrics: ${metrics}`);
  expect([fitsSchema(file), fitsReader(file)]).toEqual([fits, fits]);
});

test.each(['true', 'false', '{ rungs: [2, 4] }', '{ spend: true }'])('race: %s fits both', (race) => {
  const file = withParameters('epochs: { value: 5 }', `method: grid\nreplicates: 8\nrace: ${race}`);
  expect([fitsSchema(file), fitsReader(file)]).toEqual([true, true]);
});

test('baseline fits both', () => {
  const file = withParameters(
    'epochs: { values: [5, 9] }',
    'method: grid\nreplicates: 8\nrace: true\nbaseline: [{ epochs: 5 }]',
  );
  expect([fitsSchema(file), fitsReader(file)]).toEqual([true, true]);
});

test('early_terminate and keys of W&B without effect fit both', () => {
  const file = withParameters(
    'epochs: { value: 5 }',
    'method: random\nprogram: a.py\nearly_terminate: { type: hyperband, min_iter: 3 }\nkind: sweep\napiVersion: v1\njob: a\nimage_uri: b\nmetric: { name: val_f1, impute: best, impute_while_running: latest }',
  );
  expect([fitsSchema(file), fitsReader(file)]).toEqual([true, true]);
});

test.each([
  ['no method', 'parameters: { epochs: { value: 1 } }'],
  ['no parameters', 'method: grid'],
  ['bad label', withParameters('epochs: { value: 1 }', 'method: grid\nrequires: [GPU]')],
  ['a label twice', withParameters('epochs: { value: 1 }', 'method: grid\nrequires: [gpu, gpu]')],
  ['unknown key', withParameters('epochs: { value: 1 }', 'method: grid\nreplicate: 3')],
  ['unknown method', withParameters('epochs: { value: 1 }', 'method: hyperopt')],
  ['unknown metric', withParameters('epochs: { value: 1 }', 'method: grid\nmetric: { name: accuracy }')],
  ['unknown parameter', withParameters('epoch: { value: 1 }')],
  ['unknown arm', withParameters('arm: { value: vae }')],
  ['bare value', withParameters('epochs: 1')],
  ['empty entry', withParameters('epochs: {}')],
  ['empty values', withParameters('epochs: { values: [] }')],
  ['min alone', withParameters('epochs: { min: 1 }')],
  ['wrong type', withParameters('epochs: { value: many }')],
  ['fraction', withParameters('epochs: { value: 1.5 }')],
  ['out of range', withParameters('dropout: { values: [0.5, 1] }')],
  ['range of a choice', withParameters('arm: { min: 1, max: 2 }')],
  [
    'unknown distribution',
    withParameters('dropout: { distribution: unifrom, min: 0, max: 0.5 }', 'method: random'),
  ],
  ['distribution without its keys', withParameters('dropout: { distribution: uniform }', 'method: random')],
  [
    'zero q',
    withParameters('dropout: { distribution: q_uniform, min: 0, max: 0.5, q: 0 }', 'method: random'),
  ],
  ['group with two forms', withParameters('loss_weights: { value: { kl: 1 }, values: [{ kl: 1 }] }')],
  ['empty mapping in a group', withParameters('loss_weights: { values: [{}] }')],
  ['unknown data set key', `dataset: { rows: 3 }\n${withParameters('epochs: { value: 1 }')}`],
  ['table without target', `dataset: { path: x }\n${withParameters('epochs: { value: 1 }')}`],
  [
    'table with two sources',
    `dataset: { path: x, select: y, target: z }\n${withParameters('epochs: { value: 1 }')}`,
  ],
  ['no rows', `dataset: { train: 0 }\n${withParameters('epochs: { value: 1 }')}`],
])('both refuse: %s', (_, file) => {
  expect([fitsSchema(file), fitsReader(file)]).toEqual([false, false]);
});

test('every key and parameter is described', () => {
  const undescribed: string[] = [];
  const walk = (node: unknown, path: string): void => {
    const properties = (node as { properties?: Record<string, { description?: string }> }).properties ?? {};
    for (const [key, value] of Object.entries(properties)) {
      if (!value.description && key !== 'kind') undescribed.push(`${path}.${key}`);
      walk(value, `${path}.${key}`);
    }
  };
  const { then: ofProgram, else: builtIn } = sweepJsonSchema(ENGINES);
  walk(ofProgram, 'program');
  walk(builtIn, '');
  expect(undescribed.filter((path) => !/\.values?\./.test(path))).toEqual([]);
});

test.each([
  'learning_rate: { distribution: log_uniform, min: -9, max: -1 }',
  'batch_size: { distribution: q_log_uniform, min: 0, max: 5 }',
  'dropout: { distribution: q_beta, q: 0.25 }',
  'latent_size: { distribution: categorical_w_probabilities, values: [2], probabilities: [1] }',
])('a distribution of W&B fits both: %s', (lines) => {
  const file = withParameters(lines, 'method: random');
  expect([fitsSchema(file), fitsReader(file)]).toEqual([true, true]);
});

test.each([
  'learning_rate: { distribution: log_uniform_values, min: -9, max: 1 }',
  'learning_rate: { distribution: log_uniform, min: -900, max: -1 }',
])('bounds that fit neither: %s', (lines) => {
  const file = withParameters(lines, 'method: random');
  expect([fitsSchema(file), fitsReader(file)]).toEqual([false, false]);
});

const PROGRAM = 'program: train.py\nmethod: random\nmetric: { name: val_loss, goal: minimize }';

test.each([
  ['lr: { min: 0.0, max: 1.0 }', PROGRAM],
  [
    'opt: { values: [adam, 3, true, [1, 2]] }',
    `${PROGRAM}\ncommand: [python3, a.py, 3]\nconfig: stdin\nreports: csv`,
  ],
  ['m: { parameters: { a: { parameters: { b: { value: 1 } } } } }', PROGRAM],
  ['m: { values: [{ a: 1 }, { a: x }] }', `${PROGRAM}\nproject: p\nengine: simd\nrace: false`],
  ['epochs: { value: 1 }', `${PROGRAM}\nreplicates: 4\nrace: true`],
  ['epochs: { value: many }', PROGRAM],
  ['lr: { value: 1 }', PROGRAM.replace(/metric.*/, 'metrics: [{ name: a }, { name: b, summary: min }]')],
  ['lr: { value: 1 }', `${PROGRAM}\nconstraints: [{ metric: m, max: 1, summary: mean }]\nbaselines: false`],
  ['epochs: { value: 1 }', 'program: a.py\nmethod: grid\nmetric: { name: val_f1 }\nconfig: flags'],
  ['epochs: { value: 1 }', 'ask: true\nmethod: grid\nmetric: { name: val_f1 }'],
  ['lr: { value: 1 }', `ask: false\n${PROGRAM}`],
])('a sweep of a program fits both: %s', (lines, top) => {
  const file = withParameters(lines, top);
  expect([fitsSchema(file), validate.errors, fitsReader(file)]).toEqual([true, null, true]);
});

test.each([
  ['no metric', 'lr: { value: 1 }', 'program: a.py\nmethod: grid'],
  ['asked and run', 'lr: { value: 1 }', `ask: true\n${PROGRAM}`],
  ['asked, without a metric', 'lr: { value: 1 }', 'ask: true\nmethod: grid'],
  ['a metric without a name', 'lr: { value: 1 }', 'program: a.py\nmethod: grid\nmetric: { goal: minimize }'],
  ['a command that is no list', 'lr: { value: 1 }', `${PROGRAM}\ncommand: python3 a.py`],
  ['a way of its own', 'lr: { value: 1 }', `${PROGRAM}\nconfig: args`],
  ['baselines', 'lr: { value: 1 }', `${PROGRAM}\nbaselines: true`],
  ['no rule', 'lr: { value: 1 }', `${PROGRAM}\nearly_terminate: { type: hyperbandd, min_iter: 3 }`],
  ['a name with a blank', '"my lr": { value: 1 }', PROGRAM],
  ['nothing', 'lr: { value: null }', PROGRAM],
  ['a bare value', 'lr: 1', PROGRAM],
  ['an unknown key of an entry', 'lr: { valeu: 1 }', PROGRAM],
  ['a parameter of ours at fault', 'epochs: { value: many }', 'program: a.py\nmethod: grid'],
])('both refuse a sweep of a program: %s', (_, lines, top) => {
  const file = withParameters(lines, top);
  expect([fitsSchema(file), fitsReader(file)]).toEqual([false, false]);
});
