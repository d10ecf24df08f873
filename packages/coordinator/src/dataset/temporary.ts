import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';

/** A new folder for what does not fit into memory. The caller removes it. */
export async function temporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'latentsweep-table-'));
  } catch (error) {
    throw new InputError(
      'no_temporary_folder',
      `${tmpdir()}, where temporary files go, can't be written: ${(error as Error).message}.`,
      'Set TMPDIR to a folder that can be written, with room for the table.',
    );
  }
}
