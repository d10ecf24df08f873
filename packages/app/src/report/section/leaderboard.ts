import { printable } from '@latentsweep/core';
import { cellForPeople } from '../../text/cell.ts';
import { cut } from '../../text/cut.ts';
import { metric, percent } from '../../text/number.ts';
import type { Leaderboard, LeaderboardRow } from '../../view/leaderboard.ts';
import type { Varying } from '../../view/parameters.ts';
import { comparisonText, legendOf, markOf, withHalf } from '../../view/ranking-text.ts';
import { html, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { intervalBars } from './interval.ts';

/** A printed page is no wider. */
const MOST_COLUMNS = 3;
const ARM = 'arm';
const LONGEST_VALUE = 40;
const LONGEST_CONSTANTS = 600;

interface Column {
  readonly header: Markup;
  readonly numeric: boolean;
  cell(row: LeaderboardRow, i: number): Markup | string | null;
}

/** The best configs with their intervals. */
export function leaderboardSection({ board, more, whole }: Report): Markup {
  return html`<section aria-labelledby="leaderboard">
<h2 id="leaderboard">Leaderboard</h2>
${board === null ? html`<p>No config has a result yet.</p>\n` : table(board)}${
  more
    ? html`<p>These are the best. There are more: <code>sweep top ${whole.sweep.slug} -n 1000</code></p>\n`
    : null
}</section>
`;
}

function table(board: Leaderboard): Markup {
  const columns = columnsOf(board);
  const head = columns.map(
    ({ header, numeric }) => html`<th scope="col"${numericClass(numeric)}>${header}</th>`,
  );
  const rows = board.rows.map(
    (row, i) =>
      html`<tr>${columns.map(({ numeric, cell }) => html`<td${numericClass(numeric)}>${cell(row, i)}</td>`)}</tr>\n`,
  );
  return html`${constants(board)}<div class="scroll" role="region" aria-labelledby="ranking" tabindex="0">
<table>
<caption id="ranking">Configs by ${board.by}, the best first</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
<p class="legend">${legendOf(board)}</p>
`;
}

const numericClass = (numeric: boolean) => (numeric ? html` class="number"` : null);

function constants({ constant }: Leaderboard): Markup | null {
  if (constant.length === 0) return null;
  const text = constant.map(({ name, value }) => `${printable(name)}=${cellForPeople(value)}`).join(' ');
  return html`<p>In all rows: <code>${cut(text, LONGEST_CONSTANTS)}</code></p>\n`;
}

function columnsOf(board: Leaderboard): Column[] {
  const { by, twin, shown, rows } = board;
  const number = (name: string, cell: Column['cell']): Column => ({
    header: html`${name}`,
    numeric: true,
    cell,
  });
  const some = (has: (row: LeaderboardRow) => boolean, column: Column) => (rows.some(has) ? [column] : []);
  const trouble = (name: string, count: (row: LeaderboardRow) => number | null) =>
    some(
      (row) => Number(count(row)) > 0,
      number(name, (row) => cellForPeople(count(row))),
    );
  return [
    number('rank', (row) => `${markOf(row)}${cellForPeople(row.rank)}`),
    ...parameterColumns(board),
    number(by, ({ mean, half, tied }) => {
      const text = withHalf(metric, mean, half);
      return tied ? html`<strong>${text}</strong>` : text;
    }),
    ...intervalColumn(rows),
    ...(twin === by || shown.includes(twin) ? [] : [number(twin, (row) => metric(row.twin))]),
    ...shown.map((name, k) => number(name, (row) => metric(row.shown[k] ?? null))),
    ...some(
      ({ comparison }) => comparison.kind === 'difference',
      number('vs oversample', ({ comparison }) => comparisonText(comparison)),
    ),
    number('n', ({ n }) => cellForPeople(n)),
    ...some(
      ({ collapsed }) => collapsed !== null,
      number('collapsed', ({ collapsed }) => (collapsed === null ? '' : percent(collapsed))),
    ),
    ...some(
      ({ undertrained }) => Number(undertrained) > 0,
      number('undertrained', ({ undertrained }) => (undertrained === null ? '' : percent(undertrained))),
    ),
    ...trouble('no value', (row) => row.undefined),
    ...trouble('diverged', (row) => row.diverged),
    ...trouble('failed', (row) => row.failed),
  ];
}

/** A column a parameter where they are few; else one of the arm, which tells most, and a text of the others. */
function parameterColumns({ varying }: Leaderboard): Column[] {
  if (varying.length <= MOST_COLUMNS) return varying.map(parameterColumn);
  const others = varying.filter(({ name }) => name !== ARM);
  const text = (i: number) =>
    others
      .filter(({ values }) => values[i] !== null)
      .map(({ name, short = name, values }) => `${printable(short)}=${valueText(values[i])}`)
      .join(' ');
  return [
    ...varying.filter(({ name }) => name === ARM).map(parameterColumn),
    { header: html`parameters`, numeric: false, cell: (_, i) => html`<code>${text(i)}</code>` },
  ];
}

/** An arm that does not use a parameter has none. */
function parameterColumn({ name, short = name, values }: Varying): Column {
  return {
    header: short === name ? html`${name}` : html`<abbr title="${name}">${short}</abbr>`,
    numeric: values.every((value) => value === null || typeof value === 'number'),
    cell: (_, i) => (values[i] === null ? '' : valueText(values[i])),
  };
}

const valueText = (value: unknown) => cut(cellForPeople(value), LONGEST_VALUE);

function intervalColumn(rows: readonly LeaderboardRow[]): Column[] {
  const bars = intervalBars(rows);
  if (bars === null) return [];
  const header = html`<span class="axis"><span>${metric(bars.low)}</span> <span>${metric(bars.high)}</span></span>`;
  return [{ header, numeric: false, cell: (row) => bars.bar(row) }];
}
