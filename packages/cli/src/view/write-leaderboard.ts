import type { KnownSweep, LeaderboardOptions, Store } from '@latentsweep/store';
import { caveatLines } from '../caveat/lines.ts';
import { readCaveats } from '../caveat/read.ts';
import type { Context } from '../context.ts';
import { jsonText } from '../format/json.ts';
import { type Format, writeColumns, writeRows } from '../format/output.ts';
import { wrap } from '../format/text.ts';
import { leaderboardView } from './leaderboard.ts';
import { trialColumns } from './trials.ts';

/**
 * The best configs of a sweep, as a table with a legend or for a program; as JSON and as a table with what the ranking
 * cannot tell.
 */
export async function writeLeaderboard(
  { terminal, spell }: Pick<Context, 'terminal' | 'spell'>,
  store: Store,
  sweep: KnownSweep,
  options: LeaderboardOptions,
  format: Format = 'table',
): Promise<void> {
  const { out, err } = terminal;
  const table = await store.leaderboard(sweep, options);
  if (format === 'csv') return writeRows(out, table, format);
  const caveats = await readCaveats(store, sweep, options, table);
  const by = options.by ?? sweep.metric;
  if (format === 'json') {
    const rows = table.rows.map((row) => Object.fromEntries(table.columns.map((name, i) => [name, row[i]])));
    return out.writeAll(jsonText({ sweep: sweep.slug, metric: by, rows, notes: caveats }));
  }
  if (table.rows.length === 0) {
    err.write('No config has a result yet.\n');
    return;
  }
  const view = leaderboardView(table, sweep, by, out.style);
  const width = Math.min(out.width, 120);
  if (view.constant !== '') {
    await out.writeAll(`${wrap(`in all rows: ${view.constant}`, width).map(out.style.dim).join('\n')}\n`);
  }
  await writeColumns(terminal, view.columns);
  const lines = [
    ...wrap(view.legend, width).map(out.style.dim),
    ...caveatLines(caveats, spell, width, out.style),
  ];
  await out.writeAll(`${lines.join('\n')}\n`);
}

/** The best single trials. */
export async function writeTopTrials(
  { terminal }: Pick<Context, 'terminal'>,
  store: Store,
  sweep: KnownSweep,
  options: LeaderboardOptions,
  format: Format,
): Promise<void> {
  const table = await store.topTrials(sweep, options);
  if (format !== 'table') return writeRows(terminal.out, table, format);
  if (table.rows.length === 0) {
    terminal.err.write('No trial has a result yet.\n');
    return;
  }
  await writeColumns(terminal, trialColumns(table, sweep, terminal.out.style, options.by));
}
