import type { LeaderboardOptions } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Format } from '../format/output.ts';
import { withExamples } from '../help.ts';
import { formatOption, rowsOption } from '../option/common.ts';
import { findSweep, SWEEP_ARGUMENT, viewOf, withId } from '../option/sweep.ts';
import { writeLeaderboard, writeTopTrials } from '../view/write-leaderboard.ts';

interface TopOptions {
  readonly format: Format;
  readonly rows: number;
  readonly by?: string;
  readonly where?: string;
  readonly trials?: boolean;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('top')
    .summary('the leaderboard of a sweep')
    .description(
      'Ranks the configs of a sweep by the mean of its metric over replicates, with 95% intervals, the paired ' +
        'difference to plain oversampling, validation beside test, and how many of its VAEs collapsed.',
    )
    .argument(...SWEEP_ARGUMENT)
    .option('--by <METRIC>', "another metric than the sweep's, such as test_recall or val_log_loss")
    .option('--where <CONDITION>', 'only configs that meet an SQL condition over parameters and metrics')
    .option('--trials', 'single trials instead of configs')
    .action((word: string, options: TopOptions) => top(context, word, options));
  withExamples(formatOption(rowsOption(command, 10)), [
    ['sweep top deck_mixing', 'the ten best configs'],
    ['sweep top deck_mixing --by test_recall -n 3', 'by another metric'],
    ['sweep top deck_mixing --where "latent_size = 2"', 'among some'],
    ['sweep top deck_mixing -f csv > top.csv', 'all columns, numbers in full'],
  ]);
}

async function top(context: Context, word: string, options: TopOptions): Promise<void> {
  const { rows, by, where, trials, format } = options;
  const store = await context.existingStore();
  const sweep = await findSweep(context, store, word);
  const wanted: LeaderboardOptions = {
    limit: rows,
    ...(by === undefined ? {} : { by }),
    ...(where === undefined ? {} : { where }),
  };
  const { style } = context.terminal.err;
  if (format === 'table') context.say(style.dim(`${withId(sweep)}, in SQL: ${viewOf(sweep)}`));
  const write = trials ? writeTopTrials : writeLeaderboard;
  await write(context, store, sweep, wanted, format);
}
