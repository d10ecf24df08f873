import { exportToFile, refuseBadTarget, trialPages } from '@latentsweep/app';
import { plural } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { fileKind } from '../option/file-kind.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { writePages } from '../terminal/output.ts';

interface ExportOptions {
  readonly to: string;
  readonly where?: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('trials as a CSV, JSON or Parquet file')
    .description(
      'Writes the trials of a sweep to a file: one row a trial, one column a parameter and a metric, numbers in ' +
        'full. Texts in CSV are written as they are: a spreadsheet may take one that starts with = for a formula.',
    )
    .argument(...SWEEP_ARGUMENT)
    .requiredOption('--to <FILE>', 'a file that ends in .csv, .json or .parquet, or - for CSV on stdout')
    .option('--where <CONDITION>', 'only trials that meet an SQL condition')
    .option('--force', 'replace the file if it exists');
  withExamples(command, [
    ['sweep export deck_mixing --to trials.parquet', 'for pandas, Polars, R or DuckDB'],
    ['sweep export deck_mixing --to - --where "state = \'completed\'" | head', 'CSV on stdout'],
  ]);
}

export async function run(context: Context, word: string, options: ExportOptions): Promise<void> {
  const { to, where, force = false } = options;
  const kind = fileKind(to);
  if (to !== '-') await refuseBadTarget(to, force);
  const { store, sweep } = await openSweep(context, word);
  const pages = trialPages(store, sweep, { where });
  if (to === '-') return writePages(context.terminal.out, pages, 'csv');
  const rows = await exportToFile(to, kind, { store, sweep, pages });
  context.say(`Wrote ${plural(rows, 'trial')} of ${called(sweep)} to ${to}.`);
}
