import { readFileSync, statSync } from 'node:fs';
import { InputError, printable } from '@latentsweep/core';

/** Everyone on the machine may read it. On Windows modes say nothing. */
export function isReadableByAll(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & 0o004) !== 0;
}

/** Throws InputError `no_such_file` where it cannot be read. `what` names it for people: `the credentials of the bus`. */
export function refuseMissing(path: string, what: string): void {
  try {
    if (!statSync(path).isFile()) throw Object.assign(new Error('it is no file'), { code: 'EISDIR' });
    readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'does not exist', EISDIR: 'is no file', EACCES: 'may not be read by you' }[
      code ?? ''
    ];
    throw new InputError(
      'no_such_file',
      `The file with ${what}, ${printable(path)}, ${why ?? `can't be read: ${message}`}.`,
      'Check the path in latentsweep.yaml or in the environment; paths in the file start from its folder.',
    );
  }
}

/** A note for a file with a secret that everyone may read, or null. Throws InputError `no_such_file`. */
export function noteOnSecret(path: string, what: string): string | null {
  refuseMissing(path, what);
  if (!isReadableByAll(path)) return null;
  return `${printable(path)} (${what}) can be read by everyone on this machine: chmod 600 ${printable(path)}`;
}

/** A secret that is alone in its file; the line feed at its end is no part of it. */
export function readSecret(path: string): string {
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}
