import type { Rows } from './port.ts';

/** Columns from which on a copy by the runtime is worth a view. */
const LONG = 64;

/**
 * Rows of floats in an engine's memory: a row is its features and its label side by side, and what the engine puts
 * behind them. So each row is fetched once, by engines whose data sets fit into no cache.
 */
export abstract class FloatRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  /** Floats of a row. */
  readonly width: number;

  constructor(capacity: number, columns: number, width = columns + 1) {
    this.capacity = capacity;
    this.columns = columns;
    this.width = width;
  }

  /** `count` rows from `at` on, as they lie. */
  protected abstract floats(at: number, count: number): Float32Array;

  /** Nothing to give back where the garbage collector does it. */
  free(): void {}

  /** Throws RangeError where the rows don't fit. */
  write(at: number, features: Float32Array, labels: Uint8Array): void {
    const { columns, width } = this;
    if (features.length !== labels.length * columns) {
      throw new RangeError(
        `${features.length} features are not ${columns} for each of ${labels.length} labels`,
      );
    }
    this.check(at, labels.length);
    const rows = this.floats(at, labels.length);
    let from = 0;
    for (let row = 0; row < labels.length; row++) {
      const to = row * width;
      if (columns < LONG) for (let i = 0; i < columns; i++) rows[to + i] = features[from + i]!;
      else rows.set(features.subarray(from, from + columns), to);
      from += columns;
      rows[to + columns] = labels[row]!;
    }
  }

  read(at: number, count: number): Float32Array {
    const { columns, width } = this;
    this.check(at, count);
    const rows = this.floats(at, count);
    const features = new Float32Array(count * columns);
    let to = 0;
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < columns; i++) features[to++] = rows[row * width + i]!;
    }
    return features;
  }

  /** Throws RangeError where there are no `count` rows from `at` on. */
  check(at: number, count: number): void {
    if (at < 0 || at + count > this.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${this.capacity}`);
    }
  }
}

/** Throws TypeError for rows of another engine than the one whose rows are a `Kind`, RangeError for other columns. */
export function ownRows<Kind extends Rows>(
  Kind: new (...given: never[]) => Kind,
  rows: Rows,
  features: number,
): Kind {
  if (!(rows instanceof Kind)) throw new TypeError('these rows belong to another engine');
  if (rows.columns !== features) {
    throw new RangeError(`rows of ${rows.columns} features for a network of ${features}`);
  }
  return rows;
}
