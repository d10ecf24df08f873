import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OfTrial } from '@latentsweep/bus';
import type { FileAt, KeptFile, StoredCheckpoint } from '@latentsweep/program';

/** Names of the files by their hashes. It is written last: a checkpoint is there whole or not at all. */
const INDEX = 'index.json';

/** The last checkpoint of a trial that has not ended, in a folder of its own: `folder/<sweep>/<trial>`. */
export class CheckpointFolder {
  readonly #path: string;

  constructor(folder: string, { sweepId, trialId }: OfTrial) {
    this.#path = join(folder, String(sweepId), String(trialId));
  }

  /** Instead of the one before. Throws what the file system throws. */
  async keep(files: readonly FileAt[]): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    for (const { path, sha256 } of files) {
      if (!existsSync(join(this.#path, sha256))) await this.#put(sha256, (part) => copyFile(path, part));
    }
    const index: KeptFile[] = files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
    await this.#put(INDEX, (part) => writeFile(part, JSON.stringify(index), { mode: 0o600 }));
    const wanted = new Set([INDEX, ...index.map(({ sha256 }) => sha256)]);
    for (const name of await readdir(this.#path)) {
      if (!wanted.has(name)) await rm(join(this.#path, name), { force: true });
    }
  }

  /** Null: there is none. */
  async read(): Promise<StoredCheckpoint | null> {
    try {
      const files = JSON.parse(await readFile(join(this.#path, INDEX), 'utf8')) as readonly KeptFile[];
      return { files, pieces: () => this.#pieces(files) };
    } catch {
      return null;
    }
  }

  /** Its trial has ended. */
  async remove(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }

  async *#pieces(files: readonly KeptFile[]): AsyncGenerator<Uint8Array> {
    for (const { sha256 } of files)
      yield* createReadStream(join(this.#path, sha256)) as AsyncIterable<Buffer>;
  }

  async #put(name: string, write: (part: string) => Promise<void>): Promise<void> {
    const part = join(this.#path, `${name}.${randomUUID()}.part`);
    try {
      await write(part);
      await rename(part, join(this.#path, name));
    } finally {
      await rm(part, { force: true });
    }
  }
}
