import { type Dataset, freeDataset, type LoadedDataset } from '@latentsweep/core';

/** Four replicates of 120,000 rows of 10 features, twice: as prepared and in the engine. */
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_DATASETS = 64;

interface Cached {
  readonly data: LoadedDataset;
  readonly bytes: number;
}

/**
 * The data sets used last, within a bound on their memory. The latest stays whatever its size, and so do those that are
 * to be kept.
 */
export class DatasetCache {
  /** From the one used longest ago to the latest. */
  readonly #cached = new Map<string, Cached>();
  readonly #mostBytes: number;
  #kept: ReadonlySet<string> = new Set();
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** Data sets that no `get` frees from now on; it may free all others. */
  keep(keys: readonly string[]): void {
    this.#kept = new Set(keys);
  }

  /** What `get` returned before may be freed by the next `get`, unless it is kept. */
  async get(
    key: string,
    make: { readonly prepare: () => Promise<Dataset>; readonly load: (dataset: Dataset) => LoadedDataset },
  ): Promise<LoadedDataset> {
    const known = this.#cached.get(key);
    if (known) {
      this.#cached.delete(key);
      this.#cached.set(key, known);
      return known.data;
    }
    const dataset = await make.prepare();
    const bytes = bytesOf(dataset);
    this.#makeRoom(bytes);
    const data = make.load(dataset);
    this.#cached.set(key, { data, bytes });
    this.#bytes += bytes;
    return data;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get keys(): string[] {
    return [...this.#cached.keys()];
  }

  clear(): void {
    this.keep([]);
    this.#makeRoom(Number.POSITIVE_INFINITY);
  }

  #makeRoom(bytes: number): void {
    for (const [key, { data, bytes: held }] of this.#cached) {
      if (this.#bytes + bytes <= this.#mostBytes && this.#cached.size < MOST_DATASETS) return;
      if (this.#kept.has(key)) continue;
      freeDataset(data);
      this.#cached.delete(key);
      this.#bytes -= held;
    }
  }
}

/** Rows that are kept in less memory than their features take are only in the engine. */
function bytesOf({ train, validation, test, features, white }: Dataset): number {
  return [train, validation, test].reduce((sum, { read, count, labels }) => {
    const inEngine = (white === undefined ? 4 : 1) * features * count + labels.byteLength;
    return sum + inEngine * (read ? 1 : 2);
  }, 0);
}
