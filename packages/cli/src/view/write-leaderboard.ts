import type { KnownSweep, LeaderboardOptions, Store } from '@latentsweep/store';
import { caveatLines } from '../caveat/lines.ts';
import { readCaveats } from '../caveat/read.ts';
import type { Context } from '../context.ts';
import { writeColumns } from '../format/output.ts';
import { wrap } from '../format/text.ts';
import { leaderboardView } from './leaderboard.ts';
import { trialColumns } from './trials.ts';

/** The best configs of a sweep, as a table with a legend and what the ranking cannot tell. */
export async function writeLeaderboard(
  { terminal, spell }: Pick<Context, 'terminal' | 'spell'>,
  store: Store,
  sweep: KnownSweep,
  options: LeaderboardOptions,
): Promise<void> {
  const { out, err } = terminal;
  const table = await store.leaderboard(sweep, options);
  if (table.rows.length === 0) {
    err.write('No config has a result yet.\n');
    return;
  }
  const view = leaderboardView(table, sweep, options.by ?? sweep.metric, out.style);
  const width = Math.min(out.width, 120);
  if (view.constant !== '') {
    await out.writeAll(`${wrap(`in all rows: ${view.constant}`, width).map(out.style.dim).join('\n')}\n`);
  }
  await writeColumns(terminal, view.columns);
  const caveats = await readCaveats(store, sweep, options);
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
): Promise<void> {
  const table = await store.topTrials(sweep, options);
  if (table.rows.length === 0) {
    terminal.err.write('No trial has a result yet.\n');
    return;
  }
  await writeColumns(terminal, trialColumns(table, sweep, terminal.out.style, options.by));
}
