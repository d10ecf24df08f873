import {
  type Caveat,
  type Constant,
  cellForPeople,
  leaderboardOf,
  ofFront,
  readCaveats,
  shownBeside,
  trialsOf,
} from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { KnownSweep, LeaderboardOptions, Reading, Sweep, Table } from '@latentsweep/store';
import type { Context } from '../context.ts';
import { writeColumns } from '../terminal/output.ts';
import type { Column } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { wrap } from '../terminal/text.ts';
import { caveatLines } from './caveats.ts';
import { leaderboardView } from './leaderboard.ts';
import { trialColumns } from './trials.ts';

/** Of text: longer lines are hard to read. */
const WIDEST = 120;

/** The best configs of a sweep, as a table with a legend and what the ranking cannot tell. */
export async function writeLeaderboard(
  context: Pick<Context, 'terminal' | 'spell'>,
  store: Reading,
  sweep: KnownSweep,
  options: LeaderboardOptions,
): Promise<void> {
  const shown = { ...options, show: shownBeside(sweep, options.by ?? sweep.metric, options.show) };
  const [table, caveats] = [await store.leaderboard(sweep, shown), await readCaveats(store, sweep, options)];
  return writeRanked(context, store, sweep, shown, { table, caveats, notes: [] });
}

/** The same of the rows of a front; `notes` of it stand above the caveats. */
export async function writeFrontRows(
  context: Pick<Context, 'terminal' | 'spell'>,
  store: Reading,
  sweep: KnownSweep,
  options: LeaderboardOptions,
  table: Table,
  notes: readonly string[],
): Promise<void> {
  const caveats = ofFront(await readCaveats(store, sweep, options));
  return writeRanked(context, store, sweep, options, { table, caveats, notes });
}

interface Ranked {
  readonly table: Table;
  readonly notes: readonly string[];
  readonly caveats: readonly Caveat[];
}

async function writeRanked(
  { terminal, spell }: Pick<Context, 'terminal' | 'spell'>,
  store: Reading,
  sweep: KnownSweep,
  options: LeaderboardOptions,
  { table, notes, caveats }: Ranked,
): Promise<void> {
  const { out, err } = terminal;
  if (table.rows.length === 0) {
    err.write(`${await whyNone(store, sweep, options)}\n`);
    return;
  }
  const board = leaderboardOf(table, sweep, options.by ?? sweep.metric, options.show);
  const { columns, legend } = leaderboardView(board, out.style);
  const width = Math.min(out.width, WIDEST);
  await writeView(terminal, board.constant, columns);
  const said = [...notes, legend].flatMap((text) => wrap(text, width)).map(out.style.dim);
  const lines = [...said, ...caveatLines(caveats, spell, width, out.style)];
  await out.writeAll(`${lines.join('\n')}\n`);
}

async function whyNone(
  store: Reading,
  sweep: KnownSweep,
  { where, ...rest }: LeaderboardOptions,
): Promise<string> {
  const all = where === undefined ? null : await store.leaderboard(sweep, { ...rest, limit: 1 });
  return all && all.rows.length > 0
    ? `No config meets the condition: ${where}`
    : 'No config has a result yet.';
}

/** The best single trials. */
export async function writeTopTrials(
  { terminal }: Pick<Context, 'terminal'>,
  store: Reading,
  sweep: KnownSweep,
  options: LeaderboardOptions,
): Promise<void> {
  const table = await store.topTrials(sweep, options);
  if (table.rows.length === 0) {
    terminal.err.write('No trial has a result yet.\n');
    return;
  }
  await writeTrials(terminal, table, sweep, options.by);
}

/** Single trials; `by`: the metric that ranks them. */
export function writeTrials(terminal: Terminal, table: Table, sweep: Sweep, by?: string): Promise<void> {
  const trials = trialsOf(table, sweep, by);
  return writeView(terminal, trials.constant, trialColumns(trials, terminal.out.style));
}

/** A table under the line of what is the same in all of its rows. */
async function writeView(
  terminal: Terminal,
  constant: readonly Constant[],
  columns: readonly Column[],
): Promise<void> {
  const { out } = terminal;
  if (constant.length > 0) {
    const text = constant.map(({ name, value }) => `${printable(name)}=${cellForPeople(value)}`).join(' ');
    const lines = wrap(`in all rows: ${text}`, Math.min(out.width, WIDEST));
    await out.writeAll(`${lines.map(out.style.dim).join('\n')}\n`);
  }
  await writeColumns(terminal, columns);
}
