import { readFileSync, type Stats, statSync } from 'node:fs';
import { InputError, type ProgramDeclaration, printable } from '@latentsweep/core';
import { LIMITS } from '@latentsweep/plain-file';
import { parsePrograms, type ReadProgram, refuseFaults } from './parse.ts';
import { absenceOf } from './there.ts';

interface Programs {
  readonly programs: readonly ProgramDeclaration[];
  /** What its owner may not expect; nothing is wrong. */
  readonly notes: readonly string[];
}

/**
 * The programs that a file declares, each of which is there and can be run. Throws InputError: `no_programs_file` where it can't
 * be read, `bad_programs_file` with all faults otherwise.
 */
export function readProgramsFile(path: string): Programs {
  const { text, stats } = readText(path);
  const { read, findings } = parsePrograms(text, path, process.platform);
  for (const one of read) checkThere(one);
  refuseFaults(path, findings.faults);
  const programs = read.map(({ program }) => program);
  return { programs, notes: notesOn(path, stats, process.getuid?.() ?? null) };
}

function readText(path: string): { readonly text: string; readonly stats: Stats } {
  try {
    const stats = statSync(path);
    if (stats.size > LIMITS.bytes) throw new Error(`it has more than ${LIMITS.bytes} bytes`);
    return { text: readFileSync(path, 'utf8'), stats };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'does not exist', EISDIR: 'is a folder', EACCES: 'may not be read by you' }[
      code ?? ''
    ];
    throw new InputError(
      'no_programs_file',
      `The file of programs ${printable(path)} ${why ?? `can't be read: ${message}`}.`,
      'Check --programs.',
    );
  }
}

/** Whoever can write it has this account run what they like. */
export function notesOn(
  path: string,
  { mode, uid }: Pick<Stats, 'mode' | 'uid'>,
  own: number | null,
): string[] {
  if (own === null) return [];
  const file = printable(path);
  return [
    ...((mode & 0o022) === 0
      ? []
      : [
          `${file} can be written by others, who could have this worker run what they like: chmod go-w ${file}`,
        ]),
    ...(uid === own || uid === 0
      ? []
      : [`${file} belongs to another user, who decides what this worker runs.`]),
  ];
}

const HINTS = {
  folder: 'A folder that is no full path starts from that of this file.',
  file: 'Give `folder`, or a `command` that says what is run under this name.',
  command: 'Install it, or make it executable (chmod +x FILE), or give its full path in `command`.',
};

/** What would fail in every trial is said before the first. */
function checkThere({ program, file, found }: ReadProgram): void {
  const absence = absenceOf(program, file);
  if (absence === null) return;
  const { code, of, message } = absence;
  if (of === 'file') found.fault(code, message, HINTS.file, found.keyAt);
  else found.at(of).fault(code, message, HINTS[of]);
}
