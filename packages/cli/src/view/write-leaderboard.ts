import type { LeaderboardOptions, Store, Sweep } from '@latentsweep/store';
import { writeColumns } from '../format/output.ts';
import { wrap } from '../format/text.ts';
import type { Terminal } from '../terminal.ts';
import { leaderboardView } from './leaderboard.ts';
import { trialColumns } from './trials.ts';

/** The best configs of a sweep, as a table with a legend. */
export async function writeLeaderboard(
  terminal: Terminal,
  store: Store,
  sweep: Sweep,
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
  await out.writeAll(`${wrap(view.legend, width).map(out.style.dim).join('\n')}\n`);
}

/** The best single trials. */
export async function writeTopTrials(
  terminal: Terminal,
  store: Store,
  sweep: Sweep,
  options: LeaderboardOptions,
): Promise<void> {
  const table = await store.topTrials(sweep, options);
  if (table.rows.length === 0) {
    terminal.err.write('No trial has a result yet.\n');
    return;
  }
  await writeColumns(terminal, trialColumns(table, sweep, terminal.out.style, options.by));
}
