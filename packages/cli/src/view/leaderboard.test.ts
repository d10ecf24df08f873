import type { Sweep, Table } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { PLAIN } from '../format/style.ts';
import { renderTable } from '../format/table.ts';
import { displayWidth } from '../format/text.ts';
import { leaderboardView } from './leaderboard.ts';

const sweep = {
  metric: 'test_accuracy',
  parameters: [
    { name: 'arm', sqlType: 'text' },
    { name: 'loss_weights.kl', sqlType: 'double precision' },
    { name: 'dropout', sqlType: 'double precision' },
  ],
} as unknown as Sweep;
const table: Table = {
  columns: [
    ...['rank', 'arm', 'loss_weights_kl', 'dropout', 'n', 'mean', 'sd', 'ci_low', 'ci_high'],
    ...['vs_baseline', 'vs_baseline_low', 'vs_baseline_high', 'tied_with_best', 'test_mean', 'val_mean'],
    ...['collapsed_share', 'n_diverged', 'n_failed'],
  ],
  rows: [
    [
      1,
      'vae_mixing',
      0.01,
      0,
      3,
      0.7351,
      0.001,
      0.7326,
      0.7376,
      0.0012,
      -0.0003,
      0.0027,
      true,
      0.7351,
      0.734,
      0.5,
      0,
      0,
    ],
    [
      2,
      'oversample',
      null,
      0,
      3,
      0.7339,
      0.001,
      0.7314,
      0.7364,
      null,
      null,
      null,
      true,
      0.7339,
      0.733,
      null,
      0,
      1,
    ],
    [3, 'none', null, 0, 1, 0.5, null, null, null, -0.2339, null, null, null, 0.5, 0.501, null, 1, 0],
  ],
};

test('what varies has a column, what does not a line above', () => {
  const view = leaderboardView(table, sweep, 'test_accuracy', PLAIN);
  expect(view.everywhere).toBe('dropout=0');
  expect(renderTable(view.columns, 200).lines).toEqual([
    'rank  arm         loss_weights_kl    test_accuracy  val_accuracy     vs oversample  n  collapsed  diverged  failed',
    '  =1  vae_mixing             0.01  0.7351 ± 0.0025        0.7340  +0.0012 ± 0.0015  3        50%         0       0',
    '  =2  oversample                   0.7339 ± 0.0025        0.7330                    3                    0       1',
    '   3  none                                  0.5000        0.5010           -0.2339  1                    1       0',
  ]);
  expect(view.legend).toContain('=: the best, or not told apart from it');
  expect(view.legend).toContain('collapsed:');
});

test('a narrow terminal keeps rank, metric and what matters most', () => {
  const { columns } = leaderboardView(table, sweep, 'test_accuracy', PLAIN);
  const { lines, dropped } = renderTable(columns, 60);
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  expect(lines[0]).toContain('test_accuracy');
  expect(lines[0]).toContain('vs oversample');
  expect(dropped).toContain('loss_weights_kl');
});

test('by a validation metric, test stands beside it; without collapse or ties nothing is said of them', () => {
  const rows = [table.rows[2]!];
  const view = leaderboardView({ ...table, rows }, sweep, 'val_recall', PLAIN);
  expect(view.columns.map((c) => c.header)).toEqual([
    ...[
      'rank',
      'arm',
      'loss_weights_kl',
      'dropout',
      'val_recall',
      'test_recall',
      'vs oversample',
      'n',
      'diverged',
    ],
  ]);
  expect(view.everywhere).toBe('');
  expect(view.legend).not.toMatch(/collapsed|told apart/);
});
