import type { Bus, Job } from '@latentsweep/bus';
import { type ContentFolder, sha256Of } from './content-folder.ts';

const MOST_CONTENTS = 4;

export interface Found {
  /** By SHA-256. */
  readonly bytes: ReadonlyMap<string, SharedArrayBuffer>;
  /** Why a content is not there. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Tables' bytes in memory that all threads share, the few used last; behind it a folder, and the bus. */
export class Contents {
  readonly #bus: Bus;
  readonly #folder: ContentFolder | null;
  readonly #onFolderError: (reason: string) => void;
  readonly #cached = new Map<string, Promise<SharedArrayBuffer>>();

  constructor(
    bus: Bus,
    folder: ContentFolder | null = null,
    onFolderError: (reason: string) => void = () => {},
  ) {
    this.#bus = bus;
    this.#folder = folder;
    this.#onFolderError = onFolderError;
  }

  /** The contents that these jobs need. */
  async of(jobs: readonly Job[]): Promise<Found> {
    const bytes = new Map<string, SharedArrayBuffer>();
    const missing = new Map<string, string>();
    for (const { dataset } of jobs) {
      if (dataset.kind !== 'table') continue;
      const { content } = dataset;
      if (bytes.has(content) || missing.has(content)) continue;
      try {
        bytes.set(content, await this.#get(content));
      } catch (error) {
        missing.set(content, error instanceof Error ? error.message : String(error));
      }
    }
    return { bytes, missing };
  }

  async #get(sha256: string): Promise<SharedArrayBuffer> {
    const fetching = this.#cached.get(sha256) ?? this.#fetch(sha256);
    this.#cached.delete(sha256);
    this.#cached.set(sha256, fetching);
    const [oldest] = this.#cached.keys();
    if (this.#cached.size > MOST_CONTENTS) this.#cached.delete(oldest!);
    try {
      return await fetching;
    } catch (error) {
      this.#cached.delete(sha256);
      throw error;
    }
  }

  async #fetch(sha256: string): Promise<SharedArrayBuffer> {
    const kept = await this.#inFolder((folder) => folder.get(sha256));
    if (kept) return share(kept);
    const bytes = await this.#bus.getContent(sha256);
    if (!bytes) throw new Error(`the data set ${sha256} is not on the bus`);
    const actual = sha256Of(bytes);
    if (actual !== sha256) {
      throw new Error(`the data set ${sha256} came over the bus damaged: its SHA-256 is ${actual}`);
    }
    await this.#inFolder((folder) => folder.put(sha256, bytes));
    return share(bytes);
  }

  /** A folder that is full or not permitted costs time, never a trial. */
  async #inFolder<T>(act: (folder: ContentFolder) => Promise<T>): Promise<T | null> {
    if (!this.#folder) return null;
    try {
      return await act(this.#folder);
    } catch (error) {
      this.#onFolderError(error instanceof Error ? error.message : String(error));
      return null;
    }
  }
}

/** As it is where it is shared already: one copy in the process. */
function share(bytes: Uint8Array): SharedArrayBuffer {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof SharedArrayBuffer && buffer.byteLength === byteLength) return buffer;
  const shared = new SharedArrayBuffer(byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}
