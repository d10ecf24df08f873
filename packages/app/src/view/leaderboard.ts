import { bothSplits, METRICS } from '@latentsweep/core';
import type { Sweep, Table } from '@latentsweep/store';
import { isUneven } from '../caveat/uneven.ts';
import { type Constant, splitParameters, type Varying, valuesOf } from './parameters.ts';

/** A config's difference to plain oversampling, or why it has none. */
export type Comparison =
  | {
      readonly kind: 'difference';
      readonly value: number;
      /** Of its 95% interval; null with one replicate. */
      readonly half: number | null;
      /** The other's classifier was trained for longer, or for less. */
      readonly uneven: boolean;
    }
  /** `none`: the sweep has no such config with the same shared parameters. */
  | { readonly kind: 'baseline' | 'no result' | 'none' };

export interface LeaderboardRow {
  /** Of its config. */
  readonly hash: string;
  readonly rank: number | null;
  /** The best, or not told apart from it. */
  readonly tied: boolean;
  /** Why it stands behind all that are ranked, where it does: it breaks a constraint, or was dropped by a race or by early termination. */
  readonly behind: 'constraint' | 'dropped' | null;
  readonly mean: number | null;
  /** Of the 95% interval over replicates. */
  readonly half: number | null;
  /** The mean of the metric's twin on the other split; where there is none, its own. */
  readonly twin: number | null;
  readonly comparison: Comparison;
  readonly n: number | null;
  /** Share of VAEs that make every row alike. */
  readonly collapsed: number | null;
  /** Share of its trials that ended before they were trained to their end; null where none tells. */
  readonly undertrained: number | null;
  /** Means of the measures that are shown beside the metric, in their order. */
  readonly shown: readonly (number | null)[];
  /** Completed replicates in which the metric is not defined. */
  readonly undefined: number | null;
  readonly diverged: number | null;
  readonly failed: number | null;
}

/** The ranking of configs, to be shown. */
export interface Leaderboard {
  /** The metric that ranks, and the same one of the other split: itself where that means nothing, as to a program's sweep. */
  readonly by: string;
  readonly twin: string;
  readonly varying: readonly Varying[];
  readonly constant: readonly Constant[];
  /** Measures that are shown beside the metric. */
  readonly shown: readonly string[];
  readonly rows: readonly LeaderboardRow[];
  /** There are replicates enough to tell anything apart. */
  readonly intervals: boolean;
  /** A row that is told apart from the best stands above one that is not. */
  readonly scattered: boolean;
}

/** What the rows of the store's leaderboard say. `by`: the metric that ranks; `show`: measures that were asked for. */
export function leaderboardOf(
  table: Table,
  sweep: Pick<Sweep, 'parameters' | 'ownMeasures'>,
  by: string,
  show: readonly string[] = [],
): Leaderboard {
  // With one replicate nothing can be told apart: a mark at the first row alone would claim that it was.
  const intervals = valuesOf(table, 'ci_low').some((low) => low !== null);
  const shown = [...new Set(show)];
  const rows = table.rows.map((cells) => {
    const row = Object.fromEntries(table.columns.map((name, i) => [name, cells[i]]));
    const number = (name: string) => (typeof row[name] === 'number' ? row[name] : null);
    return {
      hash: row['config_hash'] as string,
      rank: number('rank'),
      tied: intervals && row['tied_with_best'] === true,
      behind: behindOf(table.columns, cells),
      mean: number('mean'),
      half: halfOf(number('ci_low'), number('ci_high')),
      twin: number(by.startsWith('val_') ? 'test_mean' : 'val_mean'),
      comparison: comparisonOf(row['baseline'], number),
      n: number('n'),
      collapsed: number('collapsed_share'),
      undertrained: number('undertrained_share'),
      shown: shown.map(number),
      undefined: number('n_undefined'),
      diverged: number('n_diverged'),
      failed: number('n_failed'),
    };
  });
  const tied = rows.map((row) => row.tied);
  const scattered = tied.includes(false) && tied.lastIndexOf(true) > tied.indexOf(false);
  return { by, twin: twinOf(sweep, by), ...splitParameters(table, sweep), shown, rows, intervals, scattered };
}

/** Of a row of the store's leaderboard. */
export function behindOf(columns: readonly string[], cells: readonly unknown[]): LeaderboardRow['behind'] {
  if (Number(cells[columns.indexOf('violation')] ?? 0) > 0) return 'constraint';
  return (cells[columns.indexOf('pruned_at')] ?? null) === null ? null : 'dropped';
}

function comparisonOf(baseline: unknown, number: (name: string) => number | null): Comparison {
  const value = number('vs_baseline');
  if (value === null) {
    return { kind: baseline === 'itself' ? 'baseline' : baseline === null ? 'none' : 'no result' };
  }
  const effort = number('baseline_effort');
  const half = halfOf(number('vs_baseline_low'), number('vs_baseline_high'));
  return { kind: 'difference', value, half, uneven: effort !== null && isUneven(effort) };
}

const halfOf = (low: number | null, high: number | null) =>
  low === null || high === null ? null : (high - low) / 2;

/** The same metric of the other split; itself where it has none. */
export function twinOf({ ownMeasures }: Pick<Sweep, 'ownMeasures'>, metric: string): string {
  if (ownMeasures || !METRICS.includes(metric)) return metric;
  const { test, validation } = bothSplits(metric);
  return metric === test ? validation : test;
}
