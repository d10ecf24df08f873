import { FloatRows, ownRows, type Rows } from '@latentsweep/core';

/** Rows in ordinary memory: batches are gathered there and go to the backend step by step. */
export class TfjsRows extends FloatRows {
  /** [capacity, columns + 1] row-major, the label last. */
  readonly values: Float32Array;

  constructor(capacity: number, columns: number) {
    super(capacity, columns);
    this.values = new Float32Array(capacity * this.width);
  }

  protected override floats(at: number, count: number): Float32Array {
    return this.values.subarray(at * this.width, (at + count) * this.width);
  }
}

export const own = (rows: Rows, features: number): TfjsRows => ownRows(TfjsRows, rows, features);
