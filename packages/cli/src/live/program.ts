import { join } from 'node:path';
import {
  asDeclared,
  type CheckedFile,
  commandText,
  decideTrust,
  declaredProgram,
  type LocalProgram,
  localProgram,
  notTrusted,
  refuseAsked,
  TrustBook,
} from '@latentsweep/app';
import { readProgramsFile } from '@latentsweep/coordinator';
import { type ProgramDeclaration, printable } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { type ProgramsOption, programsOption } from '../option/programs.ts';

export interface TrustOption extends ProgramsOption {
  readonly trust?: boolean;
}

/** Of commands that run a sweep on the user's own machine. */
export function trustOption(command: Command): Command {
  return programsOption(command).option(
    '--trust',
    'run the program that the file names without a question: you have looked at it',
  );
}

/** What runs a sweep of a program here: as `--programs` declares it, or the file that the sweep file names. Null: trials are built in. */
export function programHere(
  context: Context,
  { definition }: Pick<CheckedFile, 'definition'>,
  { programs }: ProgramsOption,
): LocalProgram | null {
  const { dataset } = definition;
  if (dataset.kind !== 'program') return null;
  refuseAsked(definition);
  if (programs === undefined) return localProgram(dataset);
  return declaredProgram(dataset, declaredIn(context, programs));
}

/** The programs that a file declares, and said what its owner may not expect. Throws InputError with all its faults. */
export function declaredIn(context: Context, file: string): readonly ProgramDeclaration[] {
  const before = context.file;
  // While it is read, the faults of an error are in it.
  context.file = file;
  const { programs, notes } = readProgramsFile(file);
  context.file = before;
  for (const note of notes) context.note(note);
  return programs;
}

/** What this machine runs of programs: that of the sweep where it runs the sweep itself, and what it declares on a cluster. */
export function programsOf(
  context: Context,
  { program }: Pick<CheckedFile, 'program'>,
  { programs: file }: ProgramsOption,
): readonly ProgramDeclaration[] {
  if (program) return [program.declaration];
  return context.settings.bus === null || file === undefined ? [] : declaredIn(context, file);
}

/** The file with what runs its trials here, if anything has to. Null, and said: the user does not want it. */
export async function withProgram<Checked extends Pick<CheckedFile, 'definition'>>(
  context: Context,
  checked: Checked,
  options: TrustOption,
): Promise<(Checked & Pick<CheckedFile, 'program'>) | null> {
  const program = programHere(context, checked, options);
  if (program === null) return checked;
  if (!(await mayRun(context, program, options))) return null;
  return { ...checked, definition: asDeclared(checked.definition, program), program };
}

/**
 * Whether it may be run. What the user has declared may; what a sweep file says is shown and asked about once. Throws InputError
 * `program_not_trusted`. False, and said: the user does not want it.
 */
async function mayRun(
  context: Context,
  { declaration, key, declared }: LocalProgram,
  { trust = false }: TrustOption,
): Promise<boolean> {
  if (declared) return true;
  const book = new TrustBook(join(context.settings.configDir, 'trusted'));
  const command = printable(commandText(declaration));
  const folder = printable(declaration.folder);
  const { terminal } = context;
  switch (decideTrust({ known: book.has(key), given: trust, canAsk: terminal.canAsk })) {
    case 'run':
      return true;
    case 'refuse':
      throw notTrusted(command, folder);
    case 'ask':
      context.say('The sweep file has this machine run a program, as you and with all that you may do:');
      context.say(`  ${command}`);
      context.say(`  in ${folder}`);
      if (await terminal.ask('It was not run before, or has changed since. Do you trust it?')) break;
      context.say('Nothing was run.');
      context.exitCode = ExitCode.interrupted;
      return false;
    case 'remember':
      break;
  }
  book.add(key, `${command} in ${folder}`);
  return true;
}

/** What the file says of its program counts without a bus alone. */
export function noteOnCluster(context: Context, { definition: { dataset } }: CheckedFile): void {
  if (dataset.kind !== 'program' || dataset.command === null) return;
  const name = printable(dataset.name);
  context.note(`On a cluster \`command\` has no effect: workers run what they declare as ${name}.`);
}
