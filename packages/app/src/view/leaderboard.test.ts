import type { Sweep, Table } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { leaderboardOf, twinOf } from './leaderboard.ts';
import { legendOf, markOf } from './ranking-text.ts';

const sweep = {
  parameters: ['arm', 'loss_weights.kl', 'dropout', 'other.width'].map((name) => ({ name, sqlType: 'text' })),
} as unknown as Sweep;

const row = {
  ...{
    rank: 1,
    arm: 'vae_mixing',
    loss_weights_kl: 0.01,
    dropout: 0,
    n: 3,
    mean: 0.75,
    ci_low: 0.5,
    ci_high: 1,
  },
  ...{
    tied_with_best: true,
    test_mean: 0.75,
    val_mean: 0.7,
    collapsed_share: 0.5,
    undertrained_share: 0.25,
    baseline: 'same',
  },
  ...{ vs_baseline: 0.25, vs_baseline_low: 0, vs_baseline_high: 0.5, baseline_effort: 1 },
  ...{ n_undefined: 0, n_diverged: 0, n_failed: 0, pruned_at: null, violation: null, config_hash: 'c0ffee' },
};

const boardOf = (...changes: Partial<Record<keyof typeof row, unknown>>[]) => {
  const rows = changes.map((change) => ({ ...row, ...change }));
  const table: Table = { columns: Object.keys(row), rows: rows.map((one) => Object.values(one)) };
  return leaderboardOf(table, sweep, 'test_accuracy');
};

test('rows hold numbers, halves of intervals and what a config is compared with', () => {
  const { rows, by, twin } = boardOf(
    {},
    { rank: 2, vs_baseline: null, baseline: 'itself', mean: null, ci_low: null },
    { rank: 3, vs_baseline: null, baseline: null, collapsed_share: null },
    { rank: 4, vs_baseline: null, baseline: 'nearest' },
    { rank: 5, vs_baseline_low: null, baseline_effort: 2 },
  );
  expect([by, twin]).toEqual(['test_accuracy', 'val_accuracy']);
  expect(rows[0]).toEqual({
    ...{
      hash: 'c0ffee',
      rank: 1,
      tied: true,
      behind: null,
      mean: 0.75,
      half: 0.25,
      twin: 0.7,
      n: 3,
      collapsed: 0.5,
      undertrained: 0.25,
    },
    ...{ shown: [], undefined: 0, diverged: 0, failed: 0 },
    comparison: { kind: 'difference', value: 0.25, half: 0.25, uneven: false },
  });
  expect(rows[1]).toMatchObject({ mean: null, half: null });
  expect(rows.slice(1).map(({ comparison }) => comparison)).toEqual([
    ...[{ kind: 'baseline' }, { kind: 'none' }, { kind: 'no result' }],
    { kind: 'difference', value: 0.25, half: null, uneven: true },
  ]);
});

test('measures that were asked for stand beside the metric, each once', () => {
  const table = {
    columns: [...Object.keys(row), 'column_shapes', 'copied_rows'],
    rows: [[...Object.values(row), 0.875, null]],
  };
  const asked = ['copied_rows', 'column_shapes', 'copied_rows'];
  const { shown, rows } = leaderboardOf(table, sweep, 'test_accuracy', asked);
  expect(shown).toEqual(['copied_rows', 'column_shapes']);
  expect(rows[0]!.shown).toEqual([null, 0.875]);
});

test('parameters are told apart by whether they vary; those that an arm does not use make no difference', () => {
  const { varying, constant } = boardOf({}, { arm: 'oversample', loss_weights_kl: null }, { arm: 'none' });
  expect(varying).toEqual([{ name: 'arm', short: undefined, values: ['vae_mixing', 'oversample', 'none'] }]);
  expect(constant).toEqual([
    { name: 'loss_weights_kl', value: 0.01 },
    { name: 'dropout', value: 0 },
  ]);
  expect(boardOf({}).varying.map(({ name, short }) => short ?? name)).toEqual(['arm', 'kl', 'dropout']);
});

test('nothing is tied where nothing can be told apart', () => {
  const one = boardOf({ ci_low: null, ci_high: null });
  expect(one).toMatchObject({ intervals: false, scattered: false, rows: [{ tied: false }] });
  expect(boardOf({}, { tied_with_best: false }, {})).toMatchObject({ intervals: true, scattered: true });
  expect(boardOf({}, {}, { tied_with_best: false }).scattered).toBe(false);
});

test('a metric of one split has a twin of the other', () => {
  const twins = (ownMeasures: Sweep['ownMeasures'], ...names: string[]) =>
    names.map((name) => twinOf({ ownMeasures }, name));
  expect(twins(null, 'val_f1', 'test_f1', 'other')).toEqual(['test_f1', 'val_f1', 'other']);
  expect(twins(['val_f1', 'test_f1'], 'val_f1', 'test_f1')).toEqual(['val_f1', 'test_f1']);
});

test('what breaks a constraint and what a race dropped is marked, and the legend says how', () => {
  const last = { tied_with_best: null, rank: 2 };
  const board = boardOf(
    {},
    { ...last, violation: 0.1 },
    { ...last, violation: 0, pruned_at: '2026-01-01T00:00:00Z' },
  );
  expect(board.rows.map(markOf)).toEqual(['=', '!', '×']);
  expect(legendOf(board)).toContain('!: breaks a constraint, and is not ranked; ×: dropped on the way');
  expect(legendOf(boardOf({ violation: 0 }))).not.toMatch(/constraint|race/);
});
