import {
  type Overrides,
  type ParsedSweep,
  type ResolvedDataset,
  readSweepFile,
  resolveDataset,
} from '@latentsweep/coordinator';
import type { Fault } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { printable } from '../format/text.ts';
import { collect, wholeNumber } from '../option/parse.ts';
import { readAsItBegan } from './as-read.ts';

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
 * Reads the file and its data. All that can be wrong with them is found here, before anything runs. A file whose sweep
 * began with an older version goes by the rules of that one; not where it is looked at `alone`, without the store.
 */
export async function checkFile(
  context: Context,
  file: string,
  options: OverrideOptions,
  { alone = false } = {},
): Promise<CheckedFile> {
  context.file = file;
  const { seed, replicates, set } = options;
  const overrides = {
    ...(seed === undefined ? {} : { seed }),
    ...(replicates === undefined ? {} : { replicates }),
    ...(set === undefined ? {} : { set }),
  };
  const parsed = await readSweepFile(file, { overrides, engines: ENGINES });
  sayNotes(context, file, parsed.notes);
  const { definition, dataset } = alone
    ? await readAlone(parsed)
    : await readAsItBegan(context, parsed.definition);
  sayNotes(context, file, dataset.notes);
  return { ...parsed, definition, dataset };
}

async function readAlone({ definition }: ParsedSweep) {
  const dataset = await resolveDataset(definition.dataset, { sweepSeed: definition.seed });
  return { definition, dataset };
}

function sayNotes(context: Context, file: string, notes: readonly Fault[]): void {
  const { style } = context.terminal.err;
  for (const { path, line, message, hint } of notes) {
    const place = line === undefined ? printable(path) : `${printable(file)}:${line}`;
    context.say(style.yellow(`note  ${place}  ${printable(message)}. ${printable(hint)}`));
  }
}
