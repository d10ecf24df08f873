import { expect, test } from 'vitest';
import type { LeaderboardAnswer } from '../../src/api.ts';
import { columnsOf, legendOf, markOf } from './leaderboard-columns.ts';

type Row = LeaderboardAnswer['rows'][number];

const row = (more: Partial<Row> = {}): Row => ({
  hash: 'a1',
  rank: 1,
  tied: true,
  behind: null,
  values: ['smote', 5],
  mean: 0.7368,
  half: 0.0012,
  twin: 0.7311,
  n: 8,
  comparison: { kind: 'difference', value: 0.01, half: 0.002, uneven: false },
  collapsed: null,
  undertrained: null,
  shown: [],
  undefined: 0,
  diverged: 0,
  failed: 0,
  ...more,
});

const board = (rows: readonly Row[], more: Partial<LeaderboardAnswer> = {}): LeaderboardAnswer => ({
  by: 'test_accuracy',
  twin: 'val_accuracy',
  maximize: true,
  where: null,
  of: rows.length,
  varying: [
    { name: 'arm', short: null },
    { name: 'loss_weights_kl', short: 'kl' },
  ],
  constant: [],
  intervals: true,
  shown: [],
  rows,
  next: null,
  ...more,
});

const texts = (answer: LeaderboardAnswer) =>
  Object.fromEntries(columnsOf(answer).map(({ name, text }) => [name, text(answer.rows[0]!)]));

test('a row says its parameters, its interval and what it is compared with', () => {
  expect(texts(board([row()]))).toEqual({
    arm: 'smote',
    loss_weights_kl: '5',
    test_accuracy: '0.7368 ± 0.0012',
    val_accuracy: '0.7311',
    'vs oversample': '+0.0100 ± 0.0020',
    n: '8',
  });
});

test('measures that were asked for stand beside the metric', () => {
  const shown = ['column_shapes', 'copied_rows'];
  const names = columnsOf(board([row({ shown: [0.91, null] })], { shown })).map(({ name }) => name);
  expect(names).toEqual([
    ...['arm', 'loss_weights_kl', 'test_accuracy', 'val_accuracy'],
    ...['column_shapes', 'copied_rows', 'vs oversample', 'n'],
  ]);
  expect(texts(board([row({ shown: [0.91, null] })], { shown }))).toMatchObject({
    column_shapes: '0.91',
    copied_rows: '–',
  });
});

test('columns of trouble stand there when there is some', () => {
  const names = columnsOf(board([row({ failed: 2, collapsed: 0.5, diverged: null })])).map(
    ({ name }) => name,
  );
  expect(names).toContain('failed');
  expect(names).toContain('collapsed');
  expect(names).not.toContain('diverged');
});

test('a config without a value, an arm without the parameter', () => {
  const bare = row({
    values: ['none', null],
    mean: null,
    half: null,
    twin: null,
    n: null,
    comparison: { kind: 'none' },
  });
  expect(texts(board([bare, row()]))).toMatchObject({
    loss_weights_kl: '',
    test_accuracy: '–',
    'vs oversample': 'none',
    n: '–',
  });
});

test('what is not ranked is marked', () => {
  const answer = board([row({ tied: false, behind: 'constraint' }), row({ tied: false, behind: 'dropped' })]);
  expect(answer.rows.map(markOf)).toEqual(['!', '×']);
  expect(legendOf(answer)).toContain('!: breaks a constraint, and is not ranked; ×: dropped on the way');
});

test('the legend says what the marks mean, and no more', () => {
  expect(legendOf(board([row()]))).toBe(
    '=: the best, or not told apart from it; ±: half of the 95% interval over replicates; ' +
      'vs oversample: difference to plain oversampling, paired by replicate.',
  );
  expect(
    legendOf(board([row({ mean: null, tied: false, comparison: { kind: 'none' } })], { intervals: false })),
  ).toBe('');
  const one = row({ tied: false, half: null, comparison: { kind: 'baseline' } });
  expect(legendOf(board([one], { intervals: false }))).toBe(
    'one replicate: no interval, and differences may be chance.',
  );
});
