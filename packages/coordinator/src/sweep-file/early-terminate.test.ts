import { bandsOf } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const file = (early: string, top = 'method: random\nrun_cap: 20') =>
  withParameters('epochs: { value: 100 }', `early_terminate: ${early}\n${top}`);
const earlyOf = (early: string, overrides = {}) => parse(file(early), overrides).definition.early;

test.each([
  [
    '{ type: hyperband, min_iter: 1 }',
    { type: 'hyperband', eta: 3, strict: true, minIter: 1 },
    [1, 3, 9, 27, 81],
  ],
  [
    '{ type: hyperband, max_iter: 27, s: 2 }',
    { type: 'hyperband', eta: 3, strict: true, maxIter: 27, s: 2 },
    [3, 9],
  ],
  [
    '{ type: hyperband, max_iter: 27, s: 10, strict: false }',
    { type: 'hyperband', eta: 3, strict: false, maxIter: 27, s: 10 },
    [1, 3, 9],
  ],
  [
    '{ type: hyperband, max_iter: 100, s: 3, eta: 4 }',
    { type: 'hyperband', eta: 4, strict: true, maxIter: 100, s: 3 },
    [1, 6, 25],
  ],
  [
    '{ type: median, min_iter: 5 }',
    { type: 'median', eta: 2, strict: true, minIter: 5 },
    [5, 10, 20, 40, 80],
  ],
])('%s', (text, early, bands) => {
  expect(earlyOf(text)).toEqual(early);
  expect(bandsOf(early as never).filter((band) => band < 100)).toEqual(bands);
  expect(parse(file(text)).notes).toEqual([]);
});

test.each([
  // W&B ignores min_iter beside max_iter.
  [
    '{ type: hyperband, min_iter: 5, max_iter: 27, s: 3 }',
    [1, 3, 9],
    ['`min_iter` has no effect beside `max_iter` and `s`, which say where the bands are'],
  ],
  [
    '{ type: hyperband, min_iter: 5, max_iter: 27 }',
    [5, 15, 45],
    ['`max_iter` has no effect by itself: `max_iter` and `s` say together where the bands are'],
  ],
  [
    '{ type: hyperband, min_iter: 5, s: 3 }',
    [5, 15, 45],
    ['`s` has no effect by itself: `max_iter` and `s` say together where the bands are'],
  ],
])('of %s it is said what does nothing', (text, bands, messages) => {
  expect(bandsOf(earlyOf(text)!).filter((band) => band < 100)).toEqual(bands);
  expect(parse(file(text)).notes.map(({ code, message }) => [code, message])).toEqual(
    messages.map((message) => ['ignored_key', message]),
  );
});

test('`false` is none, as --no-race has it, and --set changes it', () => {
  expect(earlyOf('false')).toBeUndefined();
  expect(earlyOf('{ type: hyperband, min_iter: 3 }', { race: false })).toBeUndefined();
  expect(earlyOf('{ type: hyperband, min_iter: 3 }', { set: ['early_terminate.eta=4'] })).toMatchObject({
    eta: 4,
  });
});

test.each([
  [
    '{ type: hyperbandd, min_iterr: 3 }',
    [
      '1:38 unknown_key early_terminate.min_iterr: unknown key `min_iterr`. Did you mean `min_iter`? Known: type, min_iter, max_iter, s, eta, strict.',
      '1:26 unknown_value early_terminate.type: unknown value "hyperbandd". Did you mean `hyperband`? Use hyperband or median.',
      '1:18 missing_key early_terminate.min_iter: `early_terminate` needs `min_iter`. Add it, or `max_iter` and `s`.',
    ],
  ],
  [
    '{ type: hyperband, min_iter: 1.5, eta: 1, strict: 1 }',
    [
      '1:68 wrong_type early_terminate.strict: must be true or false, got 1. Write true or false.',
      '1:47 wrong_type early_terminate.min_iter: must be a whole number of at least 1, got 1.5. Use a whole number.',
      '1:57 out_of_range early_terminate.eta: must be a number above 1, got 1. Choose a value in that range.',
    ],
  ],
  [
    '{ type: hyperband, min_iter: 0 }',
    [
      '1:47 out_of_range early_terminate.min_iter: must be a whole number of at least 1, got 0. Choose a value in that range.',
    ],
  ],
  [
    '{ type: hyperband, max_iter: 27, s: 2.5 }',
    ['1:54 wrong_type early_terminate.s: must be a whole number of at least 1, got 2.5. Use a whole number.'],
  ],
  [
    '{ max_iter: 27 }',
    [
      '1:18 missing_key early_terminate.type: `early_terminate` needs `type`. Add `type: hyperband`.',
      '1:18 missing_key early_terminate.s: `early_terminate` needs `s`. Add it, or give `min_iter` instead.',
    ],
  ],
  [
    '{ type: hyperband }',
    [
      '1:18 missing_key early_terminate.min_iter: `early_terminate` needs `min_iter`. Add it, or `max_iter` and `s`.',
    ],
  ],
  [
    '{ type: hyperband, max_iter: 2, s: 1 }',
    [
      '1:47 no_band early_terminate.max_iter: there is no band: 2 over eta, 3, is below 1. Raise `max_iter`, or give `min_iter` instead.',
    ],
  ],
  [
    'hyperband',
    [
      '1:18 wrong_type early_terminate: must be a mapping of keys, or false, got "hyperband". Write `early_terminate: { type: hyperband, min_iter: 3 }`.',
    ],
  ],
  [
    'true',
    [
      '1:18 wrong_type early_terminate: must be a mapping of keys, or false, got true. Write `early_terminate: { type: hyperband, min_iter: 3 }`.',
    ],
  ],
])('%s is a fault', (text, faults) => {
  expect(faultsOf(file(text))).toEqual(faults);
});

test.each([
  ['early_of_constrained', 'constraints: [{ metric: val_ece, max: 0.1 }]', 'random'],
  ['early_of_several', 'metrics: [{ name: val_accuracy }, { name: val_ece }]', 'bayes'],
])('beside what it cannot go by it is refused: %s', (code, top, method) => {
  const text = file('{ type: hyperband, min_iter: 3 }', `method: ${method}\nrun_cap: 20\n${top}`);
  expect(faultsOf(text).map((fault) => fault.split(' ')[1])).toEqual([code]);
});

test('more configs than are judged at once are refused, but for a search that learns', () => {
  const many = (method: string) =>
    withParameters(
      'epochs: { value: 9 }\nlearning_rate: { min: 0.001, max: 0.01 }',
      `early_terminate: { type: hyperband, min_iter: 3 }\nmethod: ${method}\nrun_cap: 60000`,
    );
  expect(faultsOf(many('random'))).toEqual([
    '1:18 early_too_large early_terminate: early termination is of at most 50,000 configs, and the sweep has 60,000. Set `run_cap`, list fewer values, or leave it out.',
  ]);
  expect(parse(many('bayes')).definition.early).toMatchObject({ minIter: 3 });
});

test('a file in W&B’s form has an effect now, and one without anything to stop says so', () => {
  const wandb = withParameters(
    'epochs: { value: 30 }\ndropout: { min: 0.0, max: 0.5 }',
    'program: train.py\nmethod: bayes\nrun_cap: 20\nmetric: { name: val_accuracy, goal: maximize }\nearly_terminate: { type: hyperband, min_iter: 3 }',
  );
  const { definition, notes } = parse(wandb);
  expect(definition.early).toMatchObject({ type: 'hyperband', minIter: 3 });
  expect(notes.map(({ path }) => path)).toEqual(['program']);
  const nothing = withParameters(
    'epochs: { value: 3 }',
    'method: random\nrun_cap: 20\nearly_terminate: { type: hyperband, min_iter: 3 }',
  );
  expect(parse(nothing).notes).toMatchObject([
    {
      ...{ code: 'early_stops_nothing', path: 'early_terminate', line: 3 },
      message:
        '`early_terminate` stops nothing: its first band is after 3 epochs, and runs train for 3 at most',
    },
  ]);
});
