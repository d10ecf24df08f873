import { jsonText, ownColumns } from '@latentsweep/app';
import { configSpaceOf, storedDefinition, storedReport } from '@latentsweep/coordinator';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { plainColumns, writeColumns, writePages } from '../terminal/output.ts';
import { curveCharts, curveTable, reportCharts, reportTable } from '../view/curves.ts';
import { trialLines } from '../view/trial.ts';

const FORMATS = ['text', 'json', 'csv'] as const;

export function define(command: Command): void {
  command
    .summary('one trial with its curves')
    .description(
      'Shows everything of one trial: metrics, classes, config, state, and its learning curves, drawn on a terminal and as ' +
        'a table elsewhere. Ids are in the output of `sweep trials` and `sweep top --trials`.',
    )
    .argument('<id>', 'id of a trial', wholeNumber('<id>', 1))
    .option(
      '-f, --format <format>',
      'text, json, or csv (the curves, a row an epoch or report)',
      oneOf('--format', FORMATS),
      'text',
    );
  withExamples(command, [
    ['sweep trial 17', 'with curves'],
    ['sweep trial 17 -f csv > curves.csv', 'the curves for a plot of your own'],
  ]);
}

export async function run(
  context: Context,
  id: number,
  { format }: { readonly format: (typeof FORMATS)[number] },
): Promise<void> {
  const { terminal } = context;
  const { out } = terminal;
  const store = await context.existingStore();
  const { row, curves, measures, ran } = await store.trial(id);
  if (format === 'json') return out.writeAll(jsonText({ ...row, ran, curves }));
  const tableOf = measures ? reportTable : curveTable;
  if (format === 'csv') {
    const none = { columns: [measures ? 'step' : 'epoch'], rows: [] };
    return writePages(out, [curves ? tableOf(curves) : none], 'csv');
  }
  const sweep = await store.sweep(Number(row['sweep_id']));
  const report = storedReport(sweep);
  const space = configSpaceOf(storedDefinition(sweep));
  const classes = report?.classes.map(({ name }) => name) ?? null;
  const own = measures && { measures, columns: [...ownColumns(sweep).values()] };
  await out.writeAll(
    `${trialLines({ ...row, ran }, classes, out.width, out.style, space, own).join('\n')}\n`,
  );
  if (!curves) return;
  if (out.isTerminal) {
    const charts = measures ? reportCharts : curveCharts;
    await out.writeAll(`${charts(curves, out.width, out.style).join('\n')}\n`);
  } else {
    out.write('\ncurves\n');
    await writeColumns(terminal, plainColumns(tableOf(curves)));
  }
}
