import type { Rows } from '@latentsweep/core';
import type { Heap, Region } from './heap.ts';

/** Floats of a row: the features, the label, zeros up to a multiple of 4. */
export const rowWidth = (columns: number): number => Math.ceil((columns + 1) / 4) * 4;

/** Rows in the kernels' memory, row-major. */
export class SimdRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  /** Where row 0 begins. */
  readonly address: number;
  readonly rowBytes: number;
  readonly #heap: Heap;
  readonly #region: Region;

  constructor(heap: Heap, capacity: number, columns: number) {
    this.capacity = capacity;
    this.columns = columns;
    this.rowBytes = rowWidth(columns) * 4;
    this.#heap = heap;
    this.#region = heap.region();
    this.address = this.#region.allocate(capacity * this.rowBytes);
  }

  /** Throws RangeError where the rows don't fit. */
  write(at: number, features: Float32Array, labels: Uint8Array): void {
    const { columns } = this;
    if (features.length !== labels.length * columns) {
      throw new RangeError(
        `${features.length} features are not ${columns} for each of ${labels.length} labels`,
      );
    }
    const rows = this.#floats(at, labels.length);
    const width = this.rowBytes / 4;
    let from = 0;
    for (let row = 0; row < labels.length; row++) {
      const to = row * width;
      for (let i = 0; i < columns; i++) rows[to + i] = features[from++]!;
      rows[to + columns] = labels[row]!;
    }
  }

  read(at: number, count: number): Float32Array {
    const { columns } = this;
    const rows = this.#floats(at, count);
    const width = this.rowBytes / 4;
    const features = new Float32Array(count * columns);
    let to = 0;
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < columns; i++) features[to++] = rows[row * width + i]!;
    }
    return features;
  }

  free(): void {
    this.#region.free();
  }

  /** The rows from `at` on, as they lie. */
  #floats(at: number, count: number): Float32Array {
    if (at < 0 || at + count > this.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${this.capacity}`);
    }
    return new Float32Array(
      this.#heap.memory.buffer,
      this.address + at * this.rowBytes,
      (count * this.rowBytes) / 4,
    );
  }
}

/** Throws TypeError for rows of another engine, RangeError where they have not that many features. */
export function own(rows: Rows, features: number): SimdRows {
  if (!(rows instanceof SimdRows)) throw new TypeError('these rows belong to another engine');
  if (rows.columns !== features) {
    throw new RangeError(`rows of ${rows.columns} features for a network of ${features}`);
  }
  return rows;
}
