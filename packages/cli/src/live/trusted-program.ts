import { join } from 'node:path';
import { decideTrust, localProgram, notTrusted, TrustBook } from '@latentsweep/app';
import type { SweepDefinition } from '@latentsweep/coordinator';
import { type ProgramDeclaration, shellWord } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { declaredPrograms, type ProgramOptions, programsOption } from '../option/programs.ts';
import { configDir } from '../settings/config-dir.ts';

export interface TrustOptions extends ProgramOptions {
  readonly trust?: boolean;
}

export function trustOptions(command: Command): Command {
  return programsOption(command).option(
    '--trust',
    'run the program that the sweep file names without asking',
  );
}

/**
 * The programs that this machine runs for a sweep by itself: those of --programs, or that of the sweep's file, once its user has said that it may be run; none for
 * built-in trials. Null, and said: the user does not want it. Throws InputError `program_not_trusted` where nobody can be asked,
 * and what `localProgram` throws.
 */
export async function trustedPrograms(
  context: Context,
  { dataset }: Pick<SweepDefinition, 'dataset'>,
  options: TrustOptions,
): Promise<readonly ProgramDeclaration[] | null> {
  if (dataset.kind !== 'program') return [];
  const declared = declaredPrograms(context, options.programs);
  if (declared !== null) return declared;
  const { declaration, key } = localProgram(dataset);
  const { terminal } = context;
  const book = new TrustBook(join(configDir(process.env), 'trusted'));
  const command = declaration.command.map(shellWord).join(' ');
  const { folder } = declaration;
  const decision = decideTrust({
    known: book.has(key),
    given: options.trust ?? false,
    canAsk: terminal.canAsk,
  });
  if (decision === 'refuse') throw notTrusted(command, folder);
  if (decision === 'ask') {
    context.say(`The sweep file would have this machine run, as you:\n  ${command}\nin ${folder}.`);
    if (!(await terminal.ask('Run it, now and later?'))) {
      context.say('Nothing was run.');
      context.exitCode = ExitCode.interrupted;
      return null;
    }
  }
  if (decision !== 'run') book.add(key, `${command} in ${folder}`);
  return [declaration];
}
