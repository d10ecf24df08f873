import { trialPages } from '@latentsweep/app';
import { plural } from '@latentsweep/core';
import { TRIAL_STATES, type TrialState } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption, rowsOption } from '../option/common.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { type Format, writePages } from '../terminal/output.ts';
import { writeTrials } from '../view/write-leaderboard.ts';

/** Of a table for people. */
const ROWS = 20;

interface TrialsOptions {
  readonly format: Format;
  readonly rows?: number;
  readonly after: number;
  readonly where?: string;
  readonly state?: TrialState;
}

export function define(command: Command): void {
  command
    .summary('the trials of a sweep')
    .description('Lists trials in the order of their number. For the best ones: sweep top SWEEP --trials.')
    .argument(...SWEEP_ARGUMENT)
    .option('--after <NUMBER>', 'only trials past this number', wholeNumber('--after', 0), 0)
    .option('--where <CONDITION>', 'only trials that meet an SQL condition over parameters and metrics')
    .option(
      '--state <STATE>',
      `only trials in this state: ${TRIAL_STATES.join(', ')}`,
      oneOf('--state', TRIAL_STATES),
    );
  withExamples(formatOption(rowsOption(command, ROWS)), [
    ['sweep trials deck_mixing -n 50', 'the first fifty'],
    ['sweep trials deck_mixing -f csv > trials.csv', 'all of them'],
    ['sweep trials deck_mixing --state failed', 'what went wrong'],
    ['sweep trials deck_mixing --where "test_recall > 0.7 and dropout = 0"', 'some'],
  ]);
}

export async function run(context: Context, word: string, options: TrialsOptions): Promise<void> {
  const { terminal } = context;
  const { format, rows, after, state } = options;
  const most = rows ?? ROWS;
  const { store, sweep } = await openSweep(context, word);
  const where = conditions(options.where, state);
  if (format !== 'table') {
    const pages = trialPages(store, sweep, { after, where, most: rows });
    return writePages(terminal.out, pages, format);
  }
  // One more than is shown, to know whether there are more.
  const page = { after, limit: most + 1, where };
  const found = await store.trials(sweep, page);
  const table = { ...found, rows: found.rows.slice(0, most) };
  if (table.rows.length === 0) {
    context.say(`${sweep.slug} has no such trials.`);
    return;
  }
  await writeTrials(terminal, table, sweep);
  if (found.rows.length > most) {
    const last = String(table.rows.at(-1)![table.columns.indexOf('number')]);
    context.say(`There are more than these ${plural(most, 'trial')}: --after ${last}, or a larger -n.`);
  }
}

/** The user's condition and the state's as one; the line feed ends a comment that the user's may end with. */
function conditions(where: string | undefined, state: TrialState | undefined): string | undefined {
  if (state === undefined) return where;
  const ofState = `state = '${state}'`;
  return where === undefined ? ofState : `(${where}\n) and ${ofState}`;
}
