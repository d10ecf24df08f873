import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { RECORD_FILE } from './record.ts';

/** A file of a set-up. */
export interface SetupFile {
  /** Within the set-up; made of names that were checked. */
  readonly path: string;
  readonly text: string;
  /** Only its owner may read it. */
  readonly secret: boolean;
}

/**
 * Writes files in their order, each whole or not at all, in folders that only their owner may enter. A link in a
 * file's place is replaced, not followed.
 */
export function writeFiles(folder: string, files: readonly SetupFile[]): void {
  for (const { path, text, secret } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    const beside = `${target}.${process.pid}.new`;
    writeFileSync(beside, text, { flag: 'wx', mode: secret ? 0o600 : 0o644, flush: true });
    renameSync(beside, target);
  }
}

export function removeFiles(folder: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(folder, path), { force: true });
}

export const hasSetup = (folder: string) => existsSync(join(folder, RECORD_FILE));

/** Throws InputError `setup_exists` or `folder_not_empty`: what is there is somebody's keys. */
export function refuseToOverwrite(folder: string, force: boolean): void {
  const entries = entriesOf(folder);
  if (entries === null || entries.length === 0) return;
  if (!hasSetup(folder)) {
    throw new InputError(
      'folder_not_empty',
      `'${folder}' holds other files and no set-up.`,
      'Name a folder that is empty or does not exist yet.',
    );
  }
  if (force) return;
  throw new InputError(
    'setup_exists',
    `'${folder}' holds a set-up already. Its keys and passwords may be in use.`,
    'Add a worker with --add-worker NAME, or make all keys and passwords anew with --force: the old ones are lost.',
  );
}

/** Throws InputError `not_a_folder`. */
function entriesOf(folder: string): string[] | null {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new InputError(
      'not_a_folder',
      code === 'ENOTDIR' ? `'${folder}' is a file.` : `'${folder}' cannot be read (${code}).`,
      'Name a folder that is empty or does not exist yet.',
    );
  }
}
