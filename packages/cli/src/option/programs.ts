import { readProgramsFile } from '@latentsweep/coordinator';
import type { ProgramDeclaration } from '@latentsweep/core';
import type { Command } from 'commander';
import type { Context } from '../context.ts';

export interface ProgramOptions {
  /** A file that declares programs. */
  readonly programs?: string;
}

export function programsOption(command: Command): Command {
  return command.option(
    '--programs <FILE>',
    'the programs that may be run here, each with its command and limits; see docs/programs.md',
  );
}

/** The programs that a file declares; null where none is named. Throws InputError with all its faults. */
export function declaredPrograms(
  context: Context,
  file: string | undefined,
): readonly ProgramDeclaration[] | null {
  if (file === undefined) return null;
  const { programs, notes } = readProgramsFile(file);
  for (const note of notes) context.say(note);
  return programs;
}
