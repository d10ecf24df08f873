import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '@latentsweep/bus';

/** A folder of this size holds the tables of many sweeps. */
const CACHE_BYTES = 2 * 1024 ** 3;

const CONTENT = /^[0-9a-f]{64}$/;
const UNFINISHED = /^[0-9a-f]{64}\.[0-9a-f-]{36}\.part$/;
/** Nobody writes a file for this long: its process was killed. */
const ABANDONED_MS = 60 * 60 * 1000;

/**
 * Contents in a folder, each in a file named by its SHA-256. Several processes may use one folder: files appear whole,
 * by a rename, and are verified when they are read. Beyond its bound the files used longest ago go; a file's time says
 * when it was used last. Methods throw what the file system throws.
 */
export class ContentFolder {
  readonly #path: string;
  readonly #mostBytes: number;

  constructor(path: string, mostBytes = CACHE_BYTES) {
    this.#path = path;
    this.#mostBytes = mostBytes;
  }

  /** Null where it is not there. A file that is not what its name says is removed. */
  async get(sha256: string): Promise<Uint8Array | null> {
    const file = this.#file(sha256);
    const bytes = await readFile(file).catch(nullIfMissing);
    if (bytes === null) return null;
    if (sha256Of(bytes) !== sha256) {
      await rm(file, { force: true });
      return null;
    }
    const now = new Date();
    await utimes(file, now, now).catch(nullIfMissing);
    return bytes;
  }

  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength > this.#mostBytes) return;
    const file = this.#file(sha256);
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    const part = `${file}.${randomUUID()}.part`;
    try {
      await writeFile(part, bytes, { mode: 0o600, flag: 'wx' });
      await rename(part, file);
    } finally {
      await rm(part, { force: true });
    }
    await this.#makeRoom(sha256);
  }

  #file(sha256: string): string {
    if (!CONTENT.test(sha256)) throw new Error(`'${sha256}' is no SHA-256 in hexadecimal.`);
    return join(this.#path, sha256);
  }

  /** Another process may do the same at the same time: a file that is gone already is fine. */
  async #makeRoom(kept: string): Promise<void> {
    const files: { readonly name: string; readonly bytes: number; readonly usedMs: number }[] = [];
    for (const name of await readdir(this.#path)) {
      if (!CONTENT.test(name) && !UNFINISHED.test(name)) continue;
      const found = await stat(join(this.#path, name)).catch(nullIfMissing);
      if (found?.isFile()) files.push({ name, bytes: found.size, usedMs: found.mtimeMs });
    }
    for (const name of tooMany(files, this.#mostBytes, kept, Date.now())) {
      await rm(join(this.#path, name), { force: true });
    }
  }
}

/** The files to remove: the contents used longest ago, until the rest fits, and what nobody will finish writing. */
export function tooMany(
  files: readonly { readonly name: string; readonly bytes: number; readonly usedMs: number }[],
  mostBytes: number,
  kept: string,
  nowMs: number,
): string[] {
  const abandoned = files.filter(({ name, usedMs }) => !CONTENT.test(name) && nowMs - usedMs > ABANDONED_MS);
  const contents = files.filter(({ name }) => CONTENT.test(name)).sort((a, b) => a.usedMs - b.usedMs);
  let bytes = contents.reduce((sum, file) => sum + file.bytes, 0);
  const old: string[] = [];
  for (const file of contents) {
    if (bytes <= mostBytes) break;
    if (file.name === kept) continue;
    old.push(file.name);
    bytes -= file.bytes;
  }
  return [...abandoned.map(({ name }) => name), ...old];
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
