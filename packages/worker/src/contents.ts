import { type Bus, type Job, readSpec, sha256Of } from '@latentsweep/bus';
import { contentName, reasonOf } from '@latentsweep/core';
import { LRUCache } from 'lru-cache';
import type { ContentFolder } from './content-folder.ts';

const MOST_TABLES = 4;
/** They are small. */
const MOST_SPECS = 64;

interface Found {
  /** By SHA-256: the descriptions of data sets, and their tables. */
  readonly bytes: ReadonlyMap<string, SharedArrayBuffer>;
  /** By the fingerprint of a data set: why it is not there. */
  readonly missing: ReadonlyMap<string, string>;
}

export type Contents = ReturnType<typeof openContents>;

/** Data sets in memory that all threads share, the few used last; behind it a folder, and the bus. */
export function openContents(
  bus: Bus,
  folder: ContentFolder | null = null,
  onFolderError: (reason: string) => void = () => {},
) {
  // More at once than are kept push each other out: that is no reason to give up a fetch.
  const ignoreFetchAbort = true;
  const tables = new LRUCache({ max: MOST_TABLES, ignoreFetchAbort, fetchMethod: bytesOf });
  /** Descriptions of data sets, each with the SHA-256 of its table, or null. */
  const specs = new LRUCache({
    max: MOST_SPECS,
    ignoreFetchAbort,
    fetchMethod: async (sha256: string) => {
      const bytes = await bytesOf(sha256);
      const spec = readSpec(new Uint8Array(bytes));
      return { bytes, table: contentName(spec) };
    },
  });

  async function bytesOf(sha256: string): Promise<SharedArrayBuffer> {
    const kept = await inFolder((cache) => cache.get(sha256));
    if (kept) return share(kept);
    const bytes = await bus.getContent(sha256);
    if (!bytes) throw new Error(`the data set ${sha256} is not on the bus`);
    const actual = sha256Of(bytes);
    if (actual !== sha256) {
      throw new Error(`the data set ${sha256} came over the bus damaged: its SHA-256 is ${actual}`);
    }
    await inFolder((cache) => cache.put(sha256, bytes));
    return share(bytes);
  }

  /** A folder that is full or not permitted costs time, never a trial. */
  async function inFolder<T>(act: (folder: ContentFolder) => Promise<T>): Promise<T | null> {
    try {
      return folder && (await act(folder));
    } catch (error) {
      onFolderError(reasonOf(error));
      return null;
    }
  }

  return {
    /** What these jobs need of their data sets. */
    async of(jobs: readonly Job[]): Promise<Found> {
      const bytes = new Map<string, SharedArrayBuffer>();
      const missing = new Map<string, string>();
      for (const dataset of new Set(jobs.map((job) => job.dataset))) {
        try {
          const spec = await specs.forceFetch(dataset);
          bytes.set(dataset, spec.bytes);
          if (spec.table !== null) bytes.set(spec.table, await tables.forceFetch(spec.table));
        } catch (error) {
          missing.set(dataset, reasonOf(error));
        }
      }
      return { bytes, missing };
    },
  };
}

/** As it is where it is shared already: one copy in the process. */
function share(bytes: Uint8Array): SharedArrayBuffer {
  const { buffer, byteLength } = bytes;
  if (buffer instanceof SharedArrayBuffer && buffer.byteLength === byteLength) return buffer;
  const shared = new SharedArrayBuffer(byteLength);
  new Uint8Array(shared).set(bytes);
  return shared;
}
