import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InputError } from '@latentsweep/core';

/**
 * Throws InputError where `path` cannot be made: `file_exists` unless it may be replaced, so that nothing is lost by
 * a slip of the hand; `is_a_folder`; `no_folder` where the folder it is to be in is not there.
 */
export async function refuseBadTarget(path: string, replace: boolean): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) {
    throw new InputError('is_a_folder', `'${path}' is a folder.`, `Name a file in it: ${path}/trials.csv`);
  }
  const folder = dirname(path);
  if (!(await stat(folder).catch(() => null))?.isDirectory()) {
    throw new InputError('no_folder', `There is no folder '${folder}'.`, 'Make it, or name another place.');
  }
  if (there && !replace) {
    throw new InputError(
      'file_exists',
      `'${path}' exists already.`,
      'Name another file, or add --force to replace it.',
    );
  }
}

/**
 * Fills a file beside `path` and gives it the name at the end: a reader never sees a part of it, and a failure
 * leaves what was there before.
 */
export async function writeAtomically(path: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await fill(partial);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}
