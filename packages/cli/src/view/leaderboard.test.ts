import { leaderboardOf } from '@latentsweep/app';
import type { Sweep, Table } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { PLAIN } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { displayWidth } from '../terminal/text.ts';
import { leaderboardView } from './leaderboard.ts';

const sweep = {
  metric: 'test_accuracy',
  parameters: [
    { name: 'arm', sqlType: 'text' },
    { name: 'loss_weights.kl', sqlType: 'double precision' },
    { name: 'latent_size', sqlType: 'bigint' },
    { name: 'dropout', sqlType: 'double precision' },
  ],
} as unknown as Sweep;

const nothing = {
  ...{
    rank: null,
    arm: null,
    loss_weights_kl: null,
    latent_size: null,
    dropout: 0,
    n: 3,
    mean: null,
    sd: null,
  },
  ...{ ci_low: null, ci_high: null, vs_baseline: null, vs_baseline_low: null, vs_baseline_high: null },
  ...{ baseline: null, baseline_effort: null },
  ...{
    tied_with_best: null,
    test_mean: null,
    val_mean: null,
    collapsed_share: null,
    undertrained_share: null,
    n_undefined: 0,
    n_diverged: 0,
    n_failed: 0,
  },
};
const rows = [
  {
    ...{ rank: 1, arm: 'vae_mixing', loss_weights_kl: 0.01, latent_size: 2, mean: 0.7351, ci_low: 0.7326 },
    ...{ ci_high: 0.7376, vs_baseline: 0.0012, vs_baseline_low: -0.0003, vs_baseline_high: 0.0027 },
    ...{ tied_with_best: true, test_mean: 0.7351, val_mean: 0.734, collapsed_share: 0.5 },
    ...{ baseline: 'same', baseline_effort: 1 },
  },
  {
    ...{ rank: 2, arm: 'oversample', mean: 0.7339, ci_low: 0.7314, ci_high: 0.7364, tied_with_best: true },
    ...{ test_mean: 0.7339, val_mean: 0.733, n_failed: 1, baseline: 'itself', baseline_effort: 1 },
  },
  {
    rank: 3,
    arm: 'none',
    n: 1,
    mean: 0.5,
    vs_baseline: -0.2339,
    baseline: 'nearest',
    baseline_effort: 10 / 7,
    test_mean: 0.5,
    val_mean: 0.501,
    n_diverged: 1,
  },
  {
    rank: 4,
    arm: 'vae_mixing',
    loss_weights_kl: 1,
    latent_size: 2,
    mean: 0.4,
    test_mean: 0.4,
    val_mean: 0.4,
  },
].map((row) => ({ ...nothing, ...row }));
const tableOf = (shown: readonly object[]): Table => ({
  columns: Object.keys(nothing),
  rows: shown.map((row) => Object.values(row)),
});

const viewOf = (table: Table, by: string, of = sweep) => leaderboardView(leaderboardOf(table, of, by), PLAIN);

test('what varies has a column', () => {
  const view = viewOf(tableOf(rows), 'test_accuracy');
  expect(renderTable(view.columns, 200).lines).toEqual([
    'rank  arm         loss_weights_kl    test_accuracy  val_accuracy     vs oversample  n  collapsed  diverged  failed',
    '  =1  vae_mixing             0.01  0.7351 ± 0.0025        0.7340  +0.0012 ± 0.0015  3        50%         0       0',
    '  =2  oversample                   0.7339 ± 0.0025        0.7330          baseline  3                    0       1',
    '   3  none                                  0.5000        0.5010          ~-0.2339  1                    1       0',
    '   4  vae_mixing                1           0.4000        0.4000              none  3                    0       0',
  ]);
  expect(view.legend).toContain('=: the best, or not told apart from it');
  expect(view.legend).toContain('collapsed:');
  expect(view.legend).toContain('~: to one with another number of classifier passes');
  expect(view.legend).toContain('(none: the sweep has no such config with the same shared parameters)');
  expect(view.legend).not.toContain('neighbours');
});

test('measures that were asked for have a column', () => {
  const { columns, rows: cells } = tableOf(rows);
  const table = {
    columns: [...columns, 'column_shapes'],
    rows: cells.map((row, i) => [...row, i === 0 ? 0.875 : null]),
  };
  const board = leaderboardOf(table, sweep, 'test_accuracy', ['column_shapes']);
  const { lines } = renderTable(leaderboardView(board, PLAIN).columns, 200);
  expect(lines[0]).toContain('vs oversample  column_shapes  n');
  expect(lines[1]).toContain('0.8750  3');
});

test('the metric on the other rows has one column where it was asked for', () => {
  const table = tableOf(rows);
  const board = leaderboardOf(table, sweep, 'test_accuracy', ['val_accuracy']);
  const headers = leaderboardView(board, PLAIN).columns.map(({ header }) => header);
  expect(headers.filter((header) => header === 'val_accuracy')).toHaveLength(1);
});

test('a narrow terminal keeps what tells configs apart, the metric and the comparison', () => {
  const { columns } = viewOf(tableOf(rows), 'test_accuracy');
  const { lines, dropped, shortened } = renderTable(columns, 64);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(64);
  expect(lines[0]).toMatch(/^rank +arm +kl +test_accuracy +vs oversample +n$/);
  expect(dropped).toEqual(['failed', 'diverged', 'collapsed', 'val_accuracy']);
  expect(shortened.map(({ header }) => header)).toEqual(['loss_weights_kl']);
});

test("on 80 columns the README's table keeps all of its columns", () => {
  const [vae, oversample] = rows;
  const shown = [
    { ...vae, loss_weights_kl: 0.001 },
    { ...vae, loss_weights_kl: 1 },
    { ...oversample, n_failed: 0 },
  ];
  const { columns } = viewOf(tableOf(shown), 'test_accuracy');
  expect(renderTable(columns, 80)).toMatchObject({
    dropped: [],
    lines: [
      'rank  arm            kl    test_accuracy     val     vs oversample  n  collapsed',
      '  =1  vae_mixing  0.001  0.7351 ± 0.0025  0.7340  +0.0012 ± 0.0015  3        50%',
      '  =1  vae_mixing      1  0.7351 ± 0.0025  0.7340  +0.0012 ± 0.0015  3        50%',
      '  =2  oversample         0.7339 ± 0.0025  0.7330          baseline  3',
    ],
  });
});

test('parameters that end alike keep their names; long ones stand in two lines', () => {
  const alike = {
    ...sweep,
    parameters: ['loss_weights.kl', 'other.kl', 'classifier_learning_rate'].map((name) => ({
      name,
      sqlType: 'double precision' as const,
    })),
  };
  const own = { ...rows[0]!, other_kl: 1, classifier_learning_rate: 0.001 };
  const table = { columns: Object.keys(own), rows: [Object.values(own)] };
  const { lines } = renderTable(viewOf(table, 'test_accuracy', alike).columns, 80);
  expect(lines.slice(0, 2)).toEqual([
    '           loss_  other_    classifier_',
    'rank  weights_kl      kl  learning_rate    test_accuracy     vs oversample  n',
  ]);
});

test('with one replicate nothing is marked as the best', () => {
  const once = { ...rows[0]!, n: 1, ci_low: null, ci_high: null };
  const view = viewOf(tableOf([once]), 'test_accuracy');
  expect(view.columns[0]!.cells).toEqual([' 1']);
  expect(view.legend).toContain('one replicate: no interval');
  expect(view.legend).not.toContain('told apart');
});

test('replicates without a value of the metric have a column, and rows that have none are shown', () => {
  const some = { ...rows[0]!, n: 2, n_undefined: 1 };
  const none = { ...nothing, rank: 2, arm: 'none', n: 0, n_undefined: 3 };
  const view = viewOf(tableOf([some, none]), 'test_roc_auc');
  const shown = renderTable(view.columns, 200).lines;
  expect(shown[0]).toMatch(/ n +(collapsed +)?no value$/);
  expect(shown[2]).toMatch(/none +– .*0 +3$/);
  expect(view.legend).toContain('no value: completed replicates in which the metric is not defined');
  const alone = viewOf(tableOf([none]), 'test_roc_auc');
  expect(alone.legend).not.toContain('one replicate');
});

test('a metric of a program has no twin, whatever its name', () => {
  const board = leaderboardOf(tableOf(rows), { ...sweep, ownMeasures: ['test_accuracy'] }, 'test_accuracy');
  const headers = leaderboardView(board, PLAIN).columns.map(({ header }) => header);
  expect(headers.filter((header) => /accuracy/.test(header))).toEqual(['test_accuracy']);
});

test('a sweep without plain oversampling has nothing to compare with', () => {
  const view = viewOf(tableOf([rows[1]!]), 'test_accuracy');
  expect(view.columns.map((c) => c.header)).not.toContain('vs oversample');
  expect(view.legend).not.toContain('vs oversample');
});

test('by a validation metric, test stands beside it; without collapse or ties nothing is said of them', () => {
  const view = viewOf(tableOf([rows[2]!]), 'val_recall');
  expect(view.columns.map((c) => c.header)).toEqual([
    ...['rank', 'arm', 'dropout', 'val_recall', 'test_recall'],
    ...['vs oversample', 'n', 'diverged'],
  ]);
  expect(view.legend).not.toMatch(/collapsed|told apart/);
});

test('a row that is not told apart from the best may stand below one that is: the legend says against what', () => {
  const apart = { ...rows[1]!, tied_with_best: false };
  const below = { ...rows[1]!, rank: 3, tied_with_best: true };
  const view = viewOf(tableOf([rows[0]!, apart, below]), 'test_accuracy');
  expect(view.columns[0]!.cells).toEqual(['=1', ' 2', '=3']);
  expect(view.legend).toMatch(/^=: .* \(each row against the best alone, not against its neighbours\); /);
});

test('no cell of the comparison is empty', () => {
  const waiting = { ...rows[3]!, baseline: 'same', baseline_effort: 1 };
  const view = viewOf(tableOf([...rows, waiting]), 'test_accuracy');
  const { cells } = view.columns.find(({ header }) => header === 'vs oversample')!;
  expect(cells).toEqual(['+0.0012 ± 0.0015', 'baseline', '~-0.2339', 'none', 'no result']);
});

test('a baseline of as many passes in other epochs is no other effort', () => {
  const equal = { ...rows[2]!, baseline_effort: 1 };
  const view = viewOf(tableOf([equal]), 'test_accuracy');
  expect(view.columns.find(({ header }) => header === 'vs oversample')!.cells).toEqual(['-0.2339']);
  expect(view.legend).not.toContain('~');
});
