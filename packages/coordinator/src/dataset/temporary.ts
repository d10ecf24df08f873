import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';

/** A new folder for what does not fit into memory, removed where the scope of its `await using` ends. */
export async function temporaryFolder() {
  try {
    return await mkdtempDisposable(join(tmpdir(), 'latentsweep-table-'));
  } catch (error) {
    throw new InputError(
      'no_temporary_folder',
      `${tmpdir()}, where temporary files go, can't be written: ${(error as Error).message}.`,
      'Set TMPDIR to a folder that can be written, with room for the table.',
    );
  }
}
