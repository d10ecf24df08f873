import {
  cellForPeople,
  comparisonText,
  type Leaderboard,
  type LeaderboardRow,
  legendOf,
  markOf,
  metric,
  percent,
  type Varying,
  withHalf,
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
  const undertrainedText = ({ undertrained }: LeaderboardRow) =>
    undertrained === null ? '' : percent(undertrained);
  const columns: Column[] = [
    column(
      'rank',
      'right',
      Number.POSITIVE_INFINITY,
      (row) => `${markOf(row) || ' '}${cellForPeople(row.rank)}`,
    ),
    ...varying.map((parameter, i) => parameterColumn(parameter, 76 - i / 100)),
    column(by, 'right', Number.POSITIVE_INFINITY, ({ mean, half }) => withHalf(metric, mean, half), {
      paint: (cell, row) => (rows[row]!.tied ? style.bold(cell) : cell),
    }),
    ...(twin === by || board.shown.includes(twin)
      ? []
      : [
          column(twin, 'right', 60, (row) => metric(row.twin), {
            short: by.startsWith('val_') ? 'test' : 'val',
          }),
        ]),
    ...(rows.some(({ comparison }) => comparison.kind === 'difference')
      ? [column('vs oversample', 'right', 80, ({ comparison }) => comparisonText(comparison))]
      : []),
    ...board.shown.map((name, i) => column(name, 'right', 75 - i / 100, ({ shown }) => metric(shown[i]!))),
    column('n', 'right', 74, ({ n }) => cellForPeople(n)),
    ...(rows.some(({ collapsed }) => collapsed !== null)
      ? [column('collapsed', 'right', 58, collapsedText, { short: 'coll.' })]
      : []),
    ...(rows.some(({ undertrained }) => Number(undertrained) > 0)
      ? [column('undertrained', 'right', 57, undertrainedText, { short: 'undertr.' })]
      : []),
    ...trouble('no value', (row) => row.undefined),
    ...trouble('diverged', (row) => row.diverged),
    ...trouble('failed', (row) => row.failed),
  ];
  return { columns, legend: legendOf(board) };
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
