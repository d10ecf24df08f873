import { objectivesOf, ofFront, paretoFront, rankingPages, readCaveats, shownBeside } from '@latentsweep/app';
import { InputError, plural } from '@latentsweep/core';
import type { KnownSweep, Reading, Table } from '@latentsweep/store';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption, rowsOption } from '../option/common.ts';
import { openSweep, SWEEP_ARGUMENT, viewOf, withId } from '../option/sweep.ts';
import { type Format, writePages } from '../terminal/output.ts';
import { writeFrontRows, writeLeaderboard, writeTopTrials } from '../view/write-leaderboard.ts';

/** Of a table for people. */
const ROWS = 10;

interface TopOptions {
  readonly format: Format;
  readonly rows?: number;
  readonly by?: string;
  readonly where?: string;
  readonly show?: readonly string[];
  readonly trials?: boolean;
  /** True: by the objectives of the sweep. */
  readonly pareto?: true | readonly string[];
}

const names = (text: string) => text.split(',').map((name) => name.trim());

export function define(command: Command): void {
  command
    .summary('the leaderboard of a sweep')
    .description(
      'Ranks the configs of a sweep by the mean of its metric over replicates, with 95% intervals, the paired ' +
        'difference to plain oversampling, validation beside test, and how many of its VAEs collapsed. Of a program: ' +
        'the mean of what it reports.',
    )
    .argument(...SWEEP_ARGUMENT)
    .option('--by <METRIC>', "another metric than the sweep's, such as test_recall or val_log_loss")
    .option('--where <CONDITION>', 'only configs that meet an SQL condition over parameters and metrics')
    .option(
      '--show <MEASURES>',
      'means of other measures beside it, such as column_shapes,detection_roc_auc',
      names,
    )
    .option(
      '--pareto [METRICS]',
      "only configs that no other beats in all of these metrics; alone: in the sweep's objectives",
      names,
    )
    .option('--trials', 'single trials instead of configs');
  withExamples(formatOption(rowsOption(command, ROWS)), [
    ['sweep top deck_mixing', 'the ten best configs'],
    ['sweep top deck_mixing --by test_recall -n 3', 'by another metric'],
    ['sweep top deck_mixing --where "latent_size = 2"', 'among some'],
    ['sweep top credit_default --show column_shapes,closest_record_ratio', 'what generated rows are worth'],
    ['sweep top deck_mixing --pareto test_recall,test_precision', 'what can be had of both'],
    ['sweep top deck_mixing --pareto', 'the same, of the objectives of a sweep that has several'],
    ['sweep top deck_mixing -f csv > top.csv', 'all configs and columns, numbers in full'],
  ]);
}

export async function run(context: Context, word: string, options: TopOptions): Promise<void> {
  const { rows: most, trials, format, where } = options;
  refuseBeside(options);
  const { store, sweep } = await openSweep(context, word);
  const pareto = options.pareto === true ? objectivesOf(sweep) : options.pareto;
  const { style } = context.terminal.err;
  if (format === 'table') context.say(style.dim(`${withId(sweep)}, in SQL: ${viewOf(sweep)}`));
  if (pareto !== undefined) return writeFront(context, store, sweep, pareto, options);
  const { by = sweep.metric } = options;
  const show = shownBeside(sweep, by, options.show);
  const asked = { by, where };
  if (format === 'table') {
    const write = trials ? writeTopTrials : writeLeaderboard;
    return write(context, store, sweep, { ...asked, show, limit: most ?? ROWS });
  }
  const pages = rankingPages(
    (page) => (trials ? store.topTrials(sweep, page) : store.leaderboard(sweep, { ...page, show })),
    asked,
    most,
  );
  const { out } = context.terminal;
  const meant = sweep.ownMeasures ? withoutBuiltIn(pages) : pages;
  const rows = (shape: 'json' | 'csv') => writePages(out, named(meant, by), shape);
  if (trials || format === 'csv') return rows(format);
  const notes = await readCaveats(store, sweep, asked);
  await out.writeAll(`{\n"metric": ${JSON.stringify(by)},\n"notes": ${JSON.stringify(notes)},\n"rows": `);
  await rows('json');
  await out.writeAll('}\n');
}

/** Throws InputError `bad_option`. */
function refuseBeside({ pareto, by, trials }: TopOptions): void {
  if (pareto === undefined || (by === undefined && !trials)) return;
  const [other, hint] = trials
    ? ['--trials', 'Leave one of them out: a front is of configs.']
    : ['--by', 'Leave --by out: the first metric of --pareto ranks.'];
  throw new InputError(
    'bad_option',
    `--pareto${pareto === true ? '' : ` ${pareto.join(',')}`} does not go with ${other}.`,
    hint,
  );
}

/** The front of Pareto, at most as many rows of it as were asked for. */
async function writeFront(
  context: Context,
  store: Reading,
  sweep: KnownSweep,
  metrics: readonly string[],
  { rows: most, format, where, show = [] }: TopOptions,
): Promise<void> {
  const { table, notes } = await paretoFront(store, sweep, { metrics, where, show });
  const [by = sweep.metric, ...others] = [...new Set(metrics)];
  const firstRows = (count: number | undefined) => ({ ...table, rows: table.rows.slice(0, count) });
  if (format === 'table') {
    const asked = { by, where, show: [...others, ...show], limit: 1 };
    const limit = most ?? ROWS;
    const more = table.rows.length - limit;
    const said = more > 0 ? [...notes, `${plural(more, 'more config')}: a larger -n shows them.`] : notes;
    return writeFrontRows(context, store, sweep, asked, firstRows(limit), said);
  }
  const shown = firstRows(most);
  const { out } = context.terminal;
  if (format === 'csv') return writePages(out, named([shown], by), format);
  const caveats = ofFront(await readCaveats(store, sweep, { by, where }));
  await out.writeAll(
    `{\n"metrics": ${JSON.stringify([by, ...others])},\n"front": ${JSON.stringify(notes)},\n`,
  );
  await out.writeAll(`"notes": ${JSON.stringify(caveats)},\n"rows": `);
  await writePages(out, named([shown], by), format);
  await out.writeAll('}\n');
}

/** What only built-in trials have: test and validation rows, plain arms to compare with, VAEs. */
const BUILT_IN = new Set([
  ...['test_mean', 'val_mean', 'baseline', 'baseline_effort'],
  ...['vs_baseline', 'vs_baseline_low', 'vs_baseline_high', 'collapsed_share', 'undertrained_share'],
]);

/** The columns that mean something of a program's configs. */
async function* withoutBuiltIn(pages: AsyncIterable<Table>): AsyncGenerator<Table> {
  for await (const { columns, rows } of pages) {
    const kept = columns.flatMap((column, i) => (BUILT_IN.has(column) ? [] : [i]));
    yield { columns: kept.map((i) => columns[i]!), rows: rows.map((row) => kept.map((i) => row[i])) };
  }
}

/** With the metric by which rows are ranked: `mean` alone does not say of what. */
async function* named(pages: AsyncIterable<Table> | Iterable<Table>, by: string): AsyncGenerator<Table> {
  for await (const { columns, rows } of pages) {
    yield { columns: ['metric', ...columns], rows: rows.map((row) => [by, ...row]) };
  }
}
