import type { Rows } from '@latentsweep/core';

/** Rows as the port has them, in ordinary memory: batches are gathered there and go to the backend step by step. */
export class TfjsRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  /** [capacity, columns] row-major. */
  readonly features: Float32Array;
  readonly labels: Uint8Array;

  constructor(capacity: number, columns: number) {
    this.capacity = capacity;
    this.columns = columns;
    this.features = new Float32Array(capacity * columns);
    this.labels = new Uint8Array(capacity);
  }

  /** Throws RangeError where the rows don't fit. */
  write(at: number, features: Float32Array, labels: Uint8Array): void {
    if (features.length !== labels.length * this.columns) {
      throw new RangeError(
        `${features.length} features are not ${this.columns} for each of ${labels.length} labels`,
      );
    }
    this.features.set(features, at * this.columns);
    this.labels.set(labels, at);
  }

  read(at: number, count: number): Float32Array {
    return this.features.slice(at * this.columns, (at + count) * this.columns);
  }

  /** Nothing to give back: the garbage collector does it. */
  free(): void {}
}

/** Throws TypeError for rows of another engine, RangeError where they have not that many features. */
export function own(rows: Rows, features: number): TfjsRows {
  if (!(rows instanceof TfjsRows)) throw new TypeError('these rows belong to another engine');
  if (rows.columns !== features) {
    throw new RangeError(`rows of ${rows.columns} features for a network of ${features}`);
  }
  return rows;
}
