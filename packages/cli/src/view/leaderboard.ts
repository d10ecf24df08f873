import type { Sweep, Table } from '@latentsweep/store';
import { cellForPeople } from '../format/cell.ts';
import { metric, percent, signed } from '../format/number.ts';
import type { Style } from '../format/style.ts';
import type { Column } from '../format/table.ts';
import { printable } from '../format/text.ts';
import { twin } from './trials.ts';

export interface LeaderboardView {
  /** `arm=vae_mixing dropout=0`: parameters that are the same in every row. Empty: none is. */
  readonly everywhere: string;
  readonly columns: readonly Column[];
  /** What the marks mean. */
  readonly legend: string;
}

type Cells = (name: string) => readonly unknown[];

/** The ranking of configs for people, from the rows of the store's leaderboard. `by`: the metric that ranks. */
export function leaderboardView(table: Table, sweep: Sweep, by: string, style: Style): LeaderboardView {
  const cells: Cells = (name) => {
    const at = table.columns.indexOf(name);
    return table.rows.map((row) => (at < 0 ? null : row[at]));
  };
  const names = sweep.parameters.map((p) => p.name).filter((name) => table.columns.includes(name));
  const varying = table.rows.length === 1 ? names : names.filter((name) => varies(cells(name)));
  const constant = names.filter((name) => !varying.includes(name) && cells(name)[0] !== null);
  const tied = cells('tied').map((mark) => mark === true);
  const collapsed = cells('collapsed_share');
  const shown: (Column | null)[] = [
    right(
      'rank',
      Number.POSITIVE_INFINITY,
      cells('rank').map((rank, i) => `${tied[i] ? '=' : ' '}${cellForPeople(rank)}`),
    ),
    ...varying.map((name, i) => parameterColumn(name, cells(name), 60 - i)),
    {
      ...right(
        by,
        Number.POSITIVE_INFINITY,
        cells('mean').map((mean, i) => meanText(mean, cells('ci_half')[i])),
      ),
      paint: (cell, row) => (tied[row] ? style.bold(cell) : cell),
    },
    right(
      twin(by),
      70,
      cells('other_mean').map((value) => metric(numberOrNull(value))),
    ),
    right('vs oversample', 80, differences(cells)),
    right('n', 65, cells('n').map(cellForPeople)),
    collapsed.some((share) => share !== null)
      ? right(
          'collapsed',
          75,
          collapsed.map((share) => (share === null ? '' : percent(Number(share)))),
        )
      : null,
  ];
  return {
    everywhere: constant.map((name) => `${printable(name)}=${cellForPeople(cells(name)[0])}`).join(' '),
    columns: shown.filter((column) => column !== null),
    legend: legend(
      tied.some(Boolean),
      collapsed.some((share) => share !== null),
    ),
  };
}

function right(header: string, importance: number, cells: readonly string[]): Column {
  return { header, align: 'right', importance, cells };
}

function parameterColumn(name: string, values: readonly unknown[], importance: number): Column {
  const numeric = values.every((value) => value === null || typeof value === 'number');
  return {
    header: printable(name),
    align: numeric ? 'right' : 'left',
    importance,
    // An arm that does not use a parameter has none.
    cells: values.map((value) => (value === null ? '' : cellForPeople(value))),
    ...(numeric ? {} : { shrinkTo: 12 }),
  };
}

function meanText(mean: unknown, half: unknown): string {
  const value = metric(numberOrNull(mean));
  return typeof half === 'number' ? `${value} ± ${metric(half)}` : value;
}

function differences(cells: Cells): string[] {
  const halves = cells('diff_half');
  return cells('diff').map((difference, i) => {
    if (typeof difference !== 'number') return '';
    const half = halves[i];
    return typeof half === 'number' ? `${signed(difference)} ± ${metric(half)}` : signed(difference);
  });
}

function legend(anyTied: boolean, anyCollapsed: boolean): string {
  const parts = [
    '±: half of the 95% interval over replicates',
    'vs oversample: mean difference to the same config without a VAE, paired by replicate',
  ];
  if (anyTied) parts.unshift('=: not told apart from the best');
  if (anyCollapsed) parts.push('collapsed: share of replicates whose VAE makes every row alike');
  return `${parts.join('; ')}.`;
}

function varies(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value ?? null))).size > 1;
}

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null);
