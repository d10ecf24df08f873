import { createHash } from 'node:crypto';
import { copyFile, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoredCheckpoint } from '../runner.ts';
import { type FileAt, isKeptName, type KeptFile } from './kept-file.ts';
import { type Bounds, listFiles, type RegularFile, regularFiles } from './list.ts';

const BOUNDS: Bounds = { files: 1000, bytes: 256 * 1024 ** 2 };
/** Bytes of what a trial has reported, which lies beside its checkpoint: 500 points of 100 metrics, and more. */
const MOST_REPORTS = 8 * 1024 ** 2;
/** A program that writes all the time is never between two checkpoints. */
const MOST_TRIES = 3;

/** A checkpoint's folder as it was at one moment. */
export interface Snapshot {
  readonly files: readonly FileAt[];
  /** The same as long as nothing was written. */
  readonly state: string;
  remove(): Promise<void>;
}

class CheckpointTooLarge extends Error {
  constructor(files: number, bytes: number) {
    super(
      `checkpoint_too_large: it has ${files} files and ${Math.ceil(bytes / 1024 ** 2)} MB, and may have at most ` +
        `${BOUNDS.files} files and ${BOUNDS.bytes / 1024 ** 2} MB; keep only what the program needs to go on`,
    );
  }
}

/**
 * Copies a checkpoint while its program runs. Null: nothing is there, nothing changed since `before`, or it was being written.
 * Throws `CheckpointTooLarge`.
 */
export async function snapshotOf(
  folder: string,
  copy: string,
  before: string | null,
): Promise<Snapshot | null> {
  const remove = () => rm(copy, { recursive: true, force: true });
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = await Array.fromAsync(regularFiles(folder));
    const state = JSON.stringify(found);
    if (found.length === 0 || state === before) return null;
    const bytes = found.reduce((sum, { size }) => sum + size, 0);
    if (found.length > BOUNDS.files || bytes > BOUNDS.bytes)
      throw new CheckpointTooLarge(found.length, bytes);
    const files = await copied(folder, found, copy).catch(() => null);
    if (files && JSON.stringify(await Array.fromAsync(regularFiles(folder))) === state) {
      return { files, state, remove };
    }
    await remove();
  }
  return null;
}

async function copied(from: string, files: readonly RegularFile[], to: string): Promise<readonly FileAt[]> {
  for (const { name } of files) {
    await mkdir(join(to, dirname(name)), { recursive: true, mode: 0o700 });
    await copyFile(join(from, name), join(to, name));
  }
  return (await listFiles(to, BOUNDS)).files;
}

/**
 * Lays a kept checkpoint out in a new folder, whole or not at all. Throws where a name leads out of it, where a file is not
 * what its hash says, and where it is too large.
 */
export async function restoreCheckpoint(
  { files, pieces }: Pick<StoredCheckpoint, 'files' | 'pieces'>,
  folder: string,
): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  // With what was reported.
  if (files.length > BOUNDS.files + 1 || bytes > BOUNDS.bytes + MOST_REPORTS)
    throw new CheckpointTooLarge(files.length, bytes);
  const odd = files.find(({ name }) => !isKeptName(name));
  if (odd) throw new Error(`${JSON.stringify(odd.name)} is no name of a file in a checkpoint`);
  await mkdir(folder, { mode: 0o700 });
  const source = pieces()[Symbol.asyncIterator]();
  try {
    let rest: Uint8Array = new Uint8Array();
    for (const file of files) rest = await restoreFile(file, folder, rest, source);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await source.return?.();
  }
}

/** `rest`: of the last piece, what belongs to no file yet. Returns the same for the next file. */
async function restoreFile(
  { name, bytes, sha256 }: KeptFile,
  folder: string,
  rest: Uint8Array,
  source: AsyncIterator<Uint8Array>,
): Promise<Uint8Array> {
  await mkdir(join(folder, dirname(name)), { recursive: true, mode: 0o700 });
  const file = await open(join(folder, name), 'wx', 0o600);
  const hash = createHash('sha256');
  let piece = rest;
  try {
    for (let left = bytes; left > 0; ) {
      if (piece.length === 0) {
        const next = await source.next();
        if (next.done) throw new Error(`${name} is not whole`);
        piece = next.value;
      }
      const part = piece.subarray(0, left);
      hash.update(part);
      await file.writeFile(part);
      left -= part.length;
      piece = piece.subarray(part.length);
    }
  } finally {
    await file.close();
  }
  if (hash.digest('hex') !== sha256) throw new Error(`${name} is not whole`);
  return piece;
}
