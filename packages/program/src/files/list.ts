import { createHash } from 'node:crypto';
import { constants, lstatSync, readdirSync } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '@latentsweep/core';
import { type FileAt, isKeptName } from './kept-file.ts';

/** How much a folder may hold. */
export interface Bounds {
  readonly files: number;
  readonly bytes: number;
}

export interface Listed {
  readonly files: readonly FileAt[];
  /** What stays behind, a sentence each: at most a few. */
  readonly leftOut: readonly string[];
}

/** Looked at in all, folders too. */
const MOST_ENTRIES = 10_000;
const MOST_TOLD = 5;

/** The regular files under a folder, by name. No link is followed, and nothing is waited for (a pipe, a device). */
export async function listFiles(folder: string, bounds: Bounds): Promise<Listed> {
  const files: FileAt[] = [];
  const leftOut: string[] = [];
  const leave = (name: string, why: string) => {
    if (leftOut.length < MOST_TOLD) leftOut.push(`${printable(name).slice(0, 200)} is left out: ${why}`);
  };
  let bytes = 0;
  for await (const { name, size } of regularFiles(folder, leave)) {
    if (files.length === bounds.files) {
      leave(name, `too_many_artifacts: at most ${bounds.files} files are kept`);
      break;
    }
    if (bytes + size > bounds.bytes) {
      leave(name, tooLarge(size, bytes, bounds.bytes));
      continue;
    }
    const path = join(folder, name);
    const hashed = await hashOf(path, size);
    if (hashed === null) {
      leave(name, 'it changed while it was read');
      continue;
    }
    bytes += size;
    files.push({ name, path, bytes: size, sha256: hashed });
  }
  return { files, leftOut };
}

const tooLarge = (size: number, before: number, most: number) =>
  `artifacts_too_large: it has ${megabytes(size)} MB beside ${megabytes(before)} MB, and at most ${megabytes(most)} MB are kept`;

const megabytes = (bytes: number) => Number((bytes / 1024 ** 2).toFixed(1));

export interface RegularFile {
  readonly name: string;
  readonly size: number;
  readonly changedMs: number;
}

/** In order of their names, folder by folder. */
export async function* regularFiles(
  folder: string,
  leave: (name: string, why: string) => void = () => {},
): AsyncGenerator<RegularFile> {
  if (!hasEntries(folder)) return;
  const open: string[] = [''];
  let entries = 0;
  for (let under = open.pop(); under !== undefined; under = open.pop()) {
    const found = await readdir(join(folder, under), { withFileTypes: true });
    for (const entry of found.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = under + entry.name;
      if (entries++ === MOST_ENTRIES) return leave(name, `at most ${MOST_ENTRIES} entries are looked at`);
      if (!isKeptName(name)) leave(name, 'that is no name to keep it by');
      else if (entry.isDirectory()) open.push(`${name}/`);
      else if (!entry.isFile()) leave(name, 'it is no regular file');
      else {
        const { size, mtimeMs } = await lstat(join(folder, name));
        yield { name, size, changedMs: mtimeMs };
      }
    }
  }
}

/** Not of a link to a folder. Mostly there are none, which takes no trip to another thread to see. */
function hasEntries(path: string): boolean {
  try {
    return lstatSync(path).isDirectory() && readdirSync(path).length > 0;
  } catch {
    return false;
  }
}

/** Null: it is not what it was when it was listed. */
async function hashOf(path: string, size: number): Promise<string | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size !== size) return null;
    const hash = createHash('sha256');
    let read = 0;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      read += chunk.length;
      if (read > size) return null;
      hash.update(chunk);
    }
    return read === size ? hash.digest('hex') : null;
  } finally {
    await file.close();
  }
}
