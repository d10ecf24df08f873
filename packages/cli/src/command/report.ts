import { refuseBadTarget } from '@latentsweep/app';
import { makeReport, writeReport } from '@latentsweep/app/pictures';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { withAgain } from '../live/again.ts';
import { matching } from '../option/parse.ts';
import { called, openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { VERSION } from '../version.ts';

interface ReportOptions {
  readonly to: string;
  readonly force?: boolean;
}

export function define(command: Command): void {
  command
    .summary('one file to hand on: what was asked, the ranking, the figures')
    .description(
      'Writes a report of a sweep as one HTML file, which opens from disk, prints, and fetches nothing: what was asked, ' +
        'the data, the leaderboard with intervals, the figures, what the ranking cannot tell, and how to reproduce it. ' +
        'Of a sweep that still runs it says as of when. Of a sweep over images one trial is trained again, to show what it mistakes.',
    )
    .argument(...SWEEP_ARGUMENT)
    .requiredOption(
      '--to <FILE>',
      'a file that ends in .html',
      matching(/\.html?$/i, '--to takes a file that ends in .html', '--to report.html'),
    )
    .option('--force', 'replace the file if it exists');
  withExamples(command, [
    ['sweep report deck_mixing --to report.html', 'to mail, to open, to print'],
    ['sweep report deck_mixing --to report.html --force', 'again, with what has come since'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  { to, force = false }: ReportOptions,
): Promise<void> {
  await refuseBadTarget(to, force);
  const { store, sweep } = await openSweep(context, word);
  const madeBy = { version: VERSION, node: process.versions.node };
  const now = { engines: ENGINES, madeBy, at: new Date() };
  const report = await withAgain(context, store, (services) => makeReport(store, sweep, now, services));
  if (report === null) return;
  await writeReport(to, report);
  context.say(`Wrote a report of ${called(sweep)} to ${to}.`);
}
