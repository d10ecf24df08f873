import type { Rows } from '@latentsweep/core';

/**
 * Rows as the port has them, in ordinary memory: batches are gathered there and go to the backend step by step. A row
 * is its features and its label side by side: a cohort's data sets fit into no cache, and each row is fetched once.
 */
export class TfjsRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  /** [capacity, columns + 1] row-major, the label last. */
  readonly values: Float32Array;

  constructor(capacity: number, columns: number) {
    this.capacity = capacity;
    this.columns = columns;
    this.values = new Float32Array(capacity * (columns + 1));
  }

  /** Throws RangeError where the rows don't fit. */
  write(at: number, features: Float32Array, labels: Uint8Array): void {
    const { columns, values } = this;
    if (features.length !== labels.length * columns) {
      throw new RangeError(
        `${features.length} features are not ${columns} for each of ${labels.length} labels`,
      );
    }
    this.#check(at, labels.length);
    let from = 0;
    let to = at * (columns + 1);
    for (const label of labels) {
      for (let j = 0; j < columns; j++) values[to++] = features[from++]!;
      values[to++] = label;
    }
  }

  read(at: number, count: number): Float32Array {
    const { columns, values } = this;
    this.#check(at, count);
    const features = new Float32Array(count * columns);
    let from = at * (columns + 1);
    for (let to = 0; to < features.length; from++) {
      for (let j = 0; j < columns; j++) features[to++] = values[from++]!;
    }
    return features;
  }

  /** Nothing to give back: the garbage collector does it. */
  free(): void {}

  #check(at: number, count: number): void {
    if (at < 0 || at + count > this.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${this.capacity}`);
    }
  }
}

/** Throws TypeError for rows of another engine, RangeError where they have not that many features. */
export function own(rows: Rows, features: number): TfjsRows {
  if (!(rows instanceof TfjsRows)) throw new TypeError('these rows belong to another engine');
  if (rows.columns !== features) {
    throw new RangeError(`rows of ${rows.columns} features for a network of ${features}`);
  }
  return rows;
}
