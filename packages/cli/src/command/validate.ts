import { dataFacts, plannedTrials } from '@latentsweep/app';
import { createSearcher, type Overrides } from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { checkedFile, FILE_ARGUMENT, overrideOptions } from '../option/sweep-file.ts';
import { factLines } from '../view/facts.ts';

export function define(command: Command): void {
  command
    .summary('check a sweep file and its data')
    .description(
      'Checks a sweep file and its data, and lists all faults at once with their place in the file.',
    )
    .argument(...FILE_ARGUMENT);
  withExamples(overrideOptions(command), [
    ['sweep validate sweeps/quickstart.yaml', 'is it right?'],
    ['sweep validate my.yaml --set dataset.path=other.csv', 'with another table'],
  ]);
}

export async function run(context: Context, file: string, options: Overrides): Promise<void> {
  const { definition, dataset } = await checkedFile(context, file, options, { alone: true });
  const trials = plannedTrials(definition);
  const { exact } = createSearcher(definition).size;
  const { out } = context.terminal;
  const { style } = out;
  out.write(
    [
      `${style.green('ok')}  ${printable(definition.name)}`,
      `    ${exact ? '' : 'at most '}${plural(trials / definition.replicates, 'config')} x ${plural(definition.replicates, 'replicate')} = ${plural(trials, 'trial')}`,
      ...factLines(dataFacts(dataset.report), out.width - 4, style).map((line) => `    ${line}`),
      '',
    ].join('\n'),
  );
}
