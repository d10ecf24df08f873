import { access, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { InputError } from '@latentsweep/core';

/** Throws InputError `file_exists`, so that nothing is lost by a slip of the hand. */
export async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) {
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
    await rm(partial, { force: true });
    throw error;
  }
}

/** Opens a file, hands out a way to append, and closes it with everything on the disk. */
export async function writeText(
  path: string,
  fill: (append: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file: FileHandle = await open(path, 'w');
  try {
    await fill(async (text) => {
      await file.writeFile(text);
    });
    await file.sync();
  } finally {
    await file.close();
  }
}
