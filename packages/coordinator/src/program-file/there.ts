import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { type ProgramDeclaration, printable } from '@latentsweep/core';

/** Why a program could not be started. */
export interface Absence {
  readonly code: 'no_such_folder' | 'no_such_program' | 'not_executable';
  /** What of it is at fault. */
  readonly of: 'folder' | 'file' | 'command';
  readonly message: string;
}

/** What would fail in every trial. `file` is what the program is in, where its command names one. Null: all is there. */
export function absenceOf(
  { folder, command }: Pick<ProgramDeclaration, 'folder' | 'command'>,
  file: string | null,
): Absence | null {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    return { code: 'no_such_folder', of: 'folder', message: `there is no folder ${printable(folder)}` };
  }
  if (file !== null && !statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return { code: 'no_such_program', of: 'file', message: `there is no file ${printable(file)}` };
  }
  const first = command[0]!;
  if (isExecutable(first, folder)) return null;
  const what = first.includes('/') ? 'is no file that can be run' : 'is no command of this machine';
  return { code: 'not_executable', of: 'command', message: `${printable(first)} ${what}` };
}

function isExecutable(word: string, folder: string): boolean {
  if (process.platform === 'win32') return true;
  const paths = word.includes('/')
    ? [resolve(folder, word)]
    : (process.env['PATH'] ?? '').split(delimiter).map((place) => resolve(place, word));
  return paths.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}
