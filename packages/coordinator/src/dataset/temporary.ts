import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';

/** `use` with a new folder for what does not fit into memory, which is then removed. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-table-')).catch(refuseFolder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function refuseFolder(error: Error): never {
  throw new InputError(
    'no_temporary_folder',
    `${tmpdir()}, where temporary files go, can't be written: ${error.message}.`,
    'Set TMPDIR to a folder that can be written, with room for the table.',
  );
}
