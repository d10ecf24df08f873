import type { BinnedRows } from './bins.ts';
import type { Split } from './split.ts';

/** Row numbers, so that those of a node lie side by side. */
export class Partition {
  readonly rows: Uint32Array;
  readonly #buffer: Uint32Array;

  constructor(count: number) {
    this.rows = new Uint32Array(count);
    this.#buffer = new Uint32Array(count);
    this.reset();
  }

  /** All rows in the root. */
  reset(): void {
    for (let i = 0; i < this.rows.length; i++) this.rows[i] = i;
  }

  /** Those of the rows from `start` to `end` that go left to the front, in their order. Returns where the others begin. */
  split(start: number, end: number, { column, bin, missingLeft }: Split, binned: BinnedRows): number {
    const { rows } = this;
    const buffer = this.#buffer;
    const of = binned.bins.subarray(column * binned.count, (column + 1) * binned.count);
    // No bin that is in use, where the missing ones have no way of their own.
    const missing = missingLeft ? binned.cuts[column]!.length + 1 : -1;
    let left = start;
    let right = 0;
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      const at = of[row]!;
      // Both are written and one is kept: no branch to guess wrong.
      const goesLeft = at <= bin || at === missing ? 1 : 0;
      rows[left] = row;
      buffer[right] = row;
      left += goesLeft;
      right += 1 - goesLeft;
    }
    rows.set(buffer.subarray(0, right), left);
    return left;
  }
}
