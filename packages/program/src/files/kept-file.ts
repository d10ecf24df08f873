import { UNPRINTABLE } from '@latentsweep/core';

/** A file that a trial leaves: what it is called under the folder that it lay in, with `/` between folders. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One that is to be read now, at a path. */
export interface FileAt extends KeptFile {
  readonly path: string;
}

const MOST_CHARACTERS = 200;

/** Whether a name is relative, leads nowhere else, and can be shown and stored. */
export function isKeptName(name: string): boolean {
  return (
    name.length <= MOST_CHARACTERS &&
    !UNPRINTABLE.test(name) &&
    !name.includes('\\') &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}
