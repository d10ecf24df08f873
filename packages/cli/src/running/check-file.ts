import {
  type Overrides,
  type ParsedSweep,
  type ResolvedDataset,
  type RuleChoice,
  readSweepFile,
  resolveDataset,
} from '@latentsweep/coordinator';
import type { Fault } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { printable } from '../format/text.ts';
import { collect, wholeNumber } from '../option/parse.ts';
import { ruleOfName } from './rule.ts';

export interface CheckedFile extends ParsedSweep {
  readonly dataset: ResolvedDataset;
}

export type OverrideOptions = Overrides;

export const FILE_ARGUMENT = ['<file>', 'a sweep file (YAML)'] as const;

/** Options that change what the file says. */
export function overrideOptions(command: Command): Command {
  return command
    .option('--seed <N>', 'seed of the sweep', wholeNumber('--seed', 0))
    .option('--replicates <N>', 'replicates of each config', wholeNumber('--replicates', 1))
    .option(
      '--set <KEY=VALUE>',
      'a key of the file or a parameter, with its value in YAML; may be given several times',
      collect,
    );
}

/**
 * Reads the file and its data. All that can be wrong with them is found here, before anything runs. `ruleOf`: by which
 * rule a table is split, for a sweep of that name.
 */
export async function checkFile(
  context: Context,
  file: string,
  options: OverrideOptions,
  ruleOf: (context: Context, name: string) => RuleChoice = ruleOfName,
): Promise<CheckedFile> {
  context.file = file;
  const { seed, replicates, set } = options;
  const parsed = await readSweepFile(file, {
    ...(seed === undefined ? {} : { seed }),
    ...(replicates === undefined ? {} : { replicates }),
    ...(set === undefined ? {} : { set }),
  });
  sayNotes(context, file, parsed.notes);
  const dataset = await resolveDataset(parsed.definition.dataset, {
    sweepSeed: parsed.definition.seed,
    chooseRule: ruleOf(context, parsed.definition.name),
  });
  sayNotes(context, file, dataset.notes);
  return { ...parsed, dataset };
}

function sayNotes(context: Context, file: string, notes: readonly Fault[]): void {
  const { style } = context.terminal.err;
  for (const { path, line, message, hint } of notes) {
    const place = line === undefined ? printable(path) : `${printable(file)}:${line}`;
    context.say(style.yellow(`note  ${place}  ${printable(message)}. ${printable(hint)}`));
  }
}
