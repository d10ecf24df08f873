import { FloatRows, ownRows, type Rows } from '@latentsweep/core';
import type { Heap, Region } from './heap.ts';

/** Floats of a row: the features, the label, zeros up to a multiple of 4. */
export const rowWidth = (columns: number): number => Math.ceil((columns + 1) / 4) * 4;

/** Rows in the kernels' memory, row-major. */
export class SimdRows extends FloatRows {
  /** Where row 0 begins. */
  readonly address: number;
  readonly #heap: Heap;
  readonly #region: Region;

  constructor(heap: Heap, capacity: number, columns: number) {
    super(capacity, columns, rowWidth(columns));
    this.#heap = heap;
    this.#region = heap.region();
    this.address = this.#region.allocate(capacity * this.rowBytes);
  }

  get rowBytes(): number {
    return this.width * 4;
  }

  override free(): void {
    this.#region.free();
  }

  protected override floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#heap.memory.buffer, this.address + at * this.rowBytes, count * this.width);
  }
}

export const own = (rows: Rows, features: number): SimdRows => ownRows(SimdRows, rows, features);
