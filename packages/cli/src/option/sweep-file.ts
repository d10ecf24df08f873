import { type CheckedFile, checkFile, type Say } from '@latentsweep/app';
import type { Overrides } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { collect, wholeNumber } from './parse.ts';

export const FILE_ARGUMENT = ['<file>', 'a sweep file (YAML)'] as const;

/** Options that change what the file says. */
export function overrideOptions(command: Command): Command {
  return command
    .option('--seed <N>', 'seed of the sweep', wholeNumber('--seed', 0))
    .option('--replicates <N>', 'replicates of each config', wholeNumber('--replicates', 1))
    .option(
      '--no-race',
      'all replicates and epochs of every config, whatever the file says of a race or of early_terminate',
    )
    .option(
      '--set <KEY=VALUE>',
      'a key of the file or a parameter, with its value in YAML; may be given several times',
      collect,
    );
}

/** Reads and checks the file and its data. `alone`: without a look at the store. `say`: takes what is worth saying of it. */
export function checkedFile(
  context: Context,
  file: string,
  overrides: Overrides,
  { alone = false, say = context.tell }: { readonly alone?: boolean; readonly say?: Say } = {},
): Promise<CheckedFile> {
  context.file = file;
  const store = () => (alone ? Promise.resolve(null) : context.storeIfThere());
  return checkFile(file, { overrides, engines: ENGINES }, { store, say });
}
