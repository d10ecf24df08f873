import { cellForPeople, isUneven, metric, percent, signed } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Sweep, Table } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';
import type { Column } from '../terminal/table.ts';
import { displayWidth } from '../terminal/text.ts';
import { shortNames, splitParameters, valuesOf } from './parameters.ts';
import { twin } from './trials.ts';

export interface LeaderboardView {
  /** `arm=vae_mixing dropout=0`: parameters with one value in all rows that have them. Empty: none is. */
  readonly constant: string;
  readonly columns: readonly Column[];
  /** What the marks mean. */
  readonly legend: string;
}

type Cells = (name: string) => readonly unknown[];

/** The ranking of configs for people, from the rows of the store's leaderboard. `by`: the metric that ranks. */
export function leaderboardView(table: Table, sweep: Sweep, by: string, style: Style): LeaderboardView {
  const cells: Cells = (name) => valuesOf(table, name);
  const { varying, constant } = splitParameters(table, sweep);
  const short = shortNames(sweep);
  // With one replicate nothing can be told apart: a mark at the first row alone would claim that it was.
  const telling = cells('ci_low').some((low) => low !== null);
  const tied = cells('tied_with_best').map((mark) => telling && mark === true);
  const collapsed = cells('collapsed_share').map(numberOrNull);
  const ranks = cells('rank').map((rank, i) => `${tied[i] ? '=' : ' '}${cellForPeople(rank)}`);
  const means = cells('mean').map((mean, i) =>
    withHalf(metric, mean, cells('ci_low')[i], cells('ci_high')[i]),
  );
  const uneven = cells('baseline_effort').map(
    (effort, i) => typeof effort === 'number' && isUneven(effort) && cells('vs_baseline')[i] !== null,
  );
  const compared = differences(cells, uneven);
  const shown: (Column | null)[] = [
    right('rank', Number.POSITIVE_INFINITY, ranks),
    ...varying.map((name, i) => parameterColumn(name, short.get(name), cells(name), 76 - i / 100)),
    {
      ...right(by, Number.POSITIVE_INFINITY, means),
      paint: (cell, row) => (tied[row] ? style.bold(cell) : cell),
    },
    {
      ...right(twin(by), 60, cells(by.startsWith('val_') ? 'test_mean' : 'val_mean').map(plainMetric)),
      short: by.startsWith('val_') ? 'test' : 'val',
    },
    cells('vs_baseline').every((d) => d === null) ? null : right('vs oversample', 80, compared),
    right('n', 74, cells('n').map(cellForPeople)),
    collapsed.every((share) => share === null)
      ? null
      : {
          ...right(
            'collapsed',
            58,
            collapsed.map((share) => (share === null ? '' : percent(share))),
          ),
          short: 'coll.',
        },
    troubleColumn('no value', cells('n_undefined')),
    troubleColumn('diverged', cells('n_diverged')),
    troubleColumn('failed', cells('n_failed')),
  ];
  const columns = shown.filter((column) => column !== null);
  return {
    constant,
    columns,
    legend: legend(
      columns.map((column) => column.header),
      {
        tied: tied.some(Boolean),
        scattered: tied.lastIndexOf(true) > tied.indexOf(false) && tied.includes(false),
        intervals: telling,
        valued: cells('mean').some((mean) => mean !== null),
        uneven: uneven.some(Boolean),
        uncompared: compared.includes(NONE),
      },
    ),
  };
}

function right(header: string, importance: number, cells: readonly string[]): Column {
  return { header, align: 'right', importance, cells };
}

function parameterColumn(
  name: string,
  short: string | undefined,
  values: readonly unknown[],
  importance: number,
): Column {
  const numeric = values.every((value) => value === null || typeof value === 'number');
  const cells = values.map((value) => (value === null ? '' : cellForPeople(value)));
  return {
    header: printable(name),
    ...(short === undefined ? {} : { short: printable(short) }),
    align: numeric ? 'right' : 'left',
    importance,
    // An arm that does not use a parameter has none.
    cells,
    // Numbers do not give way.
    ...(numeric ? {} : { shrinkTo: Math.max(12, displayWidth(short ?? name)) }),
  };
}

function withHalf(text: (value: number) => string, value: unknown, low: unknown, high: unknown): string {
  if (typeof value !== 'number') return '–';
  if (typeof low !== 'number' || typeof high !== 'number') return text(value);
  return `${text(value)} ± ${metric((high - low) / 2)}`;
}

function differences(cells: Cells, uneven: readonly boolean[]): string[] {
  const lows = cells('vs_baseline_low');
  const highs = cells('vs_baseline_high');
  const kinds = cells('baseline');
  return cells('vs_baseline').map((difference, i) => {
    if (difference === null) return noDifference(kinds[i]);
    return `${uneven[i] ? '~' : ''}${withHalf(signed, difference, lows[i], highs[i])}`;
  });
}

const NONE = 'none';

function noDifference(baseline: unknown): string {
  if (baseline === 'itself') return 'baseline';
  return baseline === null ? NONE : 'no result';
}

/** Shown only where there is any. */
function troubleColumn(header: string, counts: readonly unknown[]): Column | null {
  return counts.some((n) => Number(n) > 0) ? right(header, 55, counts.map(cellForPeople)) : null;
}

interface Marks {
  readonly tied: boolean;
  /** A row that is told apart from the best stands above one that is not. */
  readonly scattered: boolean;
  readonly intervals: boolean;
  /** Some row has a value. */
  readonly valued: boolean;
  readonly uneven: boolean;
  readonly uncompared: boolean;
}

function legend(headers: readonly string[], marks: Marks): string {
  const parts: string[] = [];
  if (marks.intervals) parts.push('±: half of the 95% interval over replicates');
  else if (marks.valued) parts.push('one replicate: no interval, and differences may be chance');
  if (marks.tied) {
    const why = marks.scattered ? ' (each row against the best alone, not against its neighbours)' : '';
    parts.unshift(`=: the best, or not told apart from it${why}`);
  }
  if (headers.includes('vs oversample')) {
    const none = marks.uncompared
      ? ` (${NONE}: the sweep has no such config with the same shared parameters)`
      : '';
    parts.push(`vs oversample: difference to plain oversampling, paired by replicate${none}`);
  }
  if (headers.includes('no value')) {
    parts.push('no value: completed replicates in which the metric is not defined, which n leaves out');
  }
  if (marks.uneven) parts.push('~: to one with another number of classifier passes');
  if (headers.includes('collapsed')) parts.push('collapsed: share of VAEs that make every row alike');
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

const plainMetric = (value: unknown) => metric(numberOrNull(value));

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null);
