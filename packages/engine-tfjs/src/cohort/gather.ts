import type { Rows } from '@latentsweep/core';
import { own, type TfjsRows } from '../rows.ts';

/** Rows of several sources, numbered through. */
export class Gather {
  readonly #sources: readonly TfjsRows[];
  readonly #columns: number;

  /** Throws RangeError where a number is past the last row. */
  constructor(sources: readonly Rows[], columns: number, order: Uint32Array) {
    this.#sources = sources.map((rows) => own(rows, columns));
    this.#columns = columns;
    const total = this.#sources.reduce((sum, { capacity }) => sum + capacity, 0);
    const beyond = order.find((row) => row >= total);
    if (beyond !== undefined) throw new RangeError(`row ${beyond} of sources of ${total} rows`);
  }

  /** Copies features to x from element `at` on and labels to `labels` from `from` on. */
  read(numbers: Uint32Array, x: Float32Array, at: number, labels: Uint8Array, from: number): void {
    const columns = this.#columns;
    for (let b = 0; b < numbers.length; b++) {
      let row = numbers[b]!;
      let s = 0;
      let source = this.#sources[0]!;
      while (row >= source.capacity) {
        row -= source.capacity;
        source = this.#sources[++s]!;
      }
      const { features } = source;
      const end = (row + 1) * columns;
      for (let j = end - columns; j < end; j++) x[at++] = features[j]!;
      labels[from + b] = source.labels[row]!;
    }
  }
}
