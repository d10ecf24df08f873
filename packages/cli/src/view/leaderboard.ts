import {
  type Comparison,
  cellForPeople,
  type Leaderboard,
  type LeaderboardRow,
  metric,
  percent,
  signed,
  type Varying,
} from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { type Column, columnsOf } from '../terminal/table.ts';
import { displayWidth } from '../terminal/text.ts';

export interface LeaderboardView {
  readonly columns: readonly Column[];
  /** What the marks mean. */
  readonly legend: string;
}

/** The ranking of configs as columns of text. */
export function leaderboardView(board: Leaderboard, style: Style): LeaderboardView {
  const { by, twin, varying, rows } = board;
  const column = columnsOf(rows);
  const trouble = (header: string, count: (row: LeaderboardRow) => number | null): Column[] =>
    rows.some((row) => Number(count(row)) > 0)
      ? [column(header, 'right', 55, (row) => cellForPeople(count(row)))]
      : [];
  const collapsedText = ({ collapsed }: LeaderboardRow) => (collapsed === null ? '' : percent(collapsed));
  const columns: Column[] = [
    column(
      'rank',
      'right',
      Number.POSITIVE_INFINITY,
      ({ rank, tied }) => `${tied ? '=' : ' '}${cellForPeople(rank)}`,
    ),
    ...varying.map((parameter, i) => parameterColumn(parameter, 76 - i / 100)),
    column(by, 'right', Number.POSITIVE_INFINITY, ({ mean, half }) => withHalf(metric, mean, half), {
      paint: (cell, row) => (rows[row]!.tied ? style.bold(cell) : cell),
    }),
    column(twin, 'right', 60, (row) => metric(row.twin), {
      short: by.startsWith('val_') ? 'test' : 'val',
    }),
    ...(rows.some(({ comparison }) => comparison.kind === 'difference')
      ? [column('vs oversample', 'right', 80, ({ comparison }) => comparisonText(comparison))]
      : []),
    column('n', 'right', 74, ({ n }) => cellForPeople(n)),
    ...(rows.some(({ collapsed }) => collapsed !== null)
      ? [column('collapsed', 'right', 58, collapsedText, { short: 'coll.' })]
      : []),
    ...trouble('no value', (row) => row.undefined),
    ...trouble('diverged', (row) => row.diverged),
    ...trouble('failed', (row) => row.failed),
  ];
  const headers = columns.map(({ header }) => header);
  return { columns, legend: legend(board, headers) };
}

function parameterColumn({ name, short, values }: Varying, importance: number): Column {
  const numeric = values.every((value) => value === null || typeof value === 'number');
  return {
    header: printable(name),
    ...(short === undefined ? {} : { short: printable(short) }),
    align: numeric ? 'right' : 'left',
    importance,
    // An arm that does not use a parameter has none.
    cells: values.map((value) => (value === null ? '' : cellForPeople(value))),
    // Numbers do not give way.
    ...(numeric ? {} : { shrinkTo: Math.max(12, displayWidth(short ?? name)) }),
  };
}

function withHalf(text: (value: number) => string, value: number | null, half: number | null): string {
  if (value === null) return '–';
  return half === null ? text(value) : `${text(value)} ± ${metric(half)}`;
}

function comparisonText(comparison: Comparison): string {
  if (comparison.kind !== 'difference') return comparison.kind;
  const { value, half, uneven } = comparison;
  return `${uneven ? '~' : ''}${withHalf(signed, value, half)}`;
}

function legend({ rows, intervals, scattered }: Leaderboard, headers: readonly string[]): string {
  const parts: string[] = [];
  if (intervals) parts.push('±: half of the 95% interval over replicates');
  else if (rows.some(({ mean }) => mean !== null))
    parts.push('one replicate: no interval, and differences may be chance');
  if (rows.some(({ tied }) => tied)) {
    const why = scattered ? ' (each row against the best alone, not against its neighbours)' : '';
    parts.unshift(`=: the best, or not told apart from it${why}`);
  }
  if (headers.includes('vs oversample')) {
    const none = rows.some(({ comparison }) => comparison.kind === 'none')
      ? ' (none: the sweep has no such config with the same shared parameters)'
      : '';
    parts.push(`vs oversample: difference to plain oversampling, paired by replicate${none}`);
  }
  if (headers.includes('no value')) {
    parts.push('no value: completed replicates in which the metric is not defined, which n leaves out');
  }
  if (rows.some(({ comparison }) => comparison.kind === 'difference' && comparison.uneven))
    parts.push('~: to one with another number of classifier passes');
  if (headers.includes('collapsed')) parts.push('collapsed: share of VAEs that make every row alike');
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}
