import {
  comparisonRows,
  givenVerdict,
  jsonKeys,
  jsonText,
  verdictNotes,
  verdictSentence,
} from '@latentsweep/app';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { jsonOption } from '../option/common.ts';
import { openSweep, SWEEP_ARGUMENT } from '../option/sweep.ts';
import { writeVerdict } from '../view/verdict.ts';

interface VerdictOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly by?: string;
  readonly where?: string;
}

export function define(command: Command): void {
  command
    .summary('whether augmentation helped, by test rows')
    .description(
      'Says whether augmentation helped on these data: the config that validation chose, judged on test, against doing ' +
        'nothing, oversampling, shifting the threshold, the best plain arm and the strongest classifier without made rows; ' +
        'corrected for having chosen among many (docs/verdict.md). It exits 0 whatever it says, and 2 where none can be given.',
    )
    .argument(...SWEEP_ARGUMENT)
    .option('--by <METRIC>', "another metric than the sweep's, such as test_roc_auc")
    .option('--where <CONDITION>', 'only configs that meet an SQL condition over parameters');
  jsonOption(command).addOption(new Option('--json', 'the same as --format json').hideHelp());
  withExamples(command, [
    ['sweep verdict my_table', 'in words, with numbers'],
    ['sweep verdict my_table --by test_roc_auc', 'by a metric that knows no threshold'],
    ['sweep verdict deck --where "minority_rate = 0.0005"', 'of one problem among several'],
    ['sweep verdict my_table -f json', 'for a program'],
  ]);
}

export async function run(
  context: Context,
  word: string,
  { format, json = false, by, where }: VerdictOptions,
): Promise<void> {
  const { store, sweep } = await openSweep(context, word);
  const given = await givenVerdict(store, sweep, { by: by ?? sweep.metric, where });
  if (format === 'text' && !json) return writeVerdict(context, given);
  const { verdict, ...rest } = given;
  const words = [verdictSentence(given), ...verdictNotes(given)];
  await context.terminal.out.writeAll(
    jsonText(jsonKeys({ ...rest, ...verdict, rows: comparisonRows(given), words })),
  );
}
