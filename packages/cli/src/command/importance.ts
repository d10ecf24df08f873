import { importanceOf, jsonKeys, jsonText } from '@latentsweep/app';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { formatOption } from '../option/common.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { type Format, writePages } from '../terminal/output.ts';
import { importanceTable, writeImportance } from '../view/importance.ts';

interface ImportanceOptions {
  readonly format: Format;
  readonly by?: string;
  readonly where?: string;
}

export function define(command: Command): void {
  command
    .summary('which parameters matter, alone and in pairs')
    .description(
      'Says how much each parameter matters, by two methods with 95% intervals: PED-ANOVA, what tells the best tenth of the ' +
        'configs from the others, and fANOVA, how much of the variance a parameter explains alone and a pair beyond both.',
    )
    .argument(...SWEEP_ARGUMENT)
    .option('--by <METRIC>', "another metric than the sweep's, such as test_recall")
    .option('--where <CONDITION>', 'only configs that meet an SQL condition over parameters and metrics');
  withExamples(formatOption(command), [
    ['sweep importance deck_mixing', 'in tables'],
    ['sweep importance deck_mixing --by test_log_loss --where "arm = \'vae_mixing\'"', 'of one arm'],
    ['sweep importance deck_mixing -f json', 'for a program'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  { format, by, where }: ImportanceOptions,
): Promise<void> {
  const { store, sweep } = await openSweep(context, word);
  const { terminal } = context;
  const found = await importanceOf(store, sweep, { by, where });
  if (format === 'table') return writeImportance(terminal, found);
  if (format === 'csv') return writePages(terminal.out, [importanceTable(found)], format);
  await terminal.out.writeAll(jsonText(jsonKeys(found)));
}
