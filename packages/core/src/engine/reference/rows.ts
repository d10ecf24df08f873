import type { Rows } from '../port.ts';

/** Rows as the port has them, in plain arrays. */
export class ReferenceRows implements Rows {
  readonly capacity: number;
  readonly columns: number;
  readonly #features: Float32Array;
  readonly #labels: Uint8Array;

  constructor(capacity: number, columns: number) {
    this.capacity = capacity;
    this.columns = columns;
    this.#features = new Float32Array(capacity * columns);
    this.#labels = new Uint8Array(capacity);
  }

  /** Throws RangeError where the rows don't fit. */
  write(at: number, features: Float32Array, labels: Uint8Array): void {
    if (features.length !== labels.length * this.columns) {
      throw new RangeError(
        `${features.length} features are not ${this.columns} for each of ${labels.length} labels`,
      );
    }
    this.#features.set(features, at * this.columns);
    this.#labels.set(labels, at);
  }

  read(at: number, count: number): Float32Array {
    return this.#features.slice(at * this.columns, (at + count) * this.columns);
  }

  x(row: number): Float64Array {
    return Float64Array.from(this.read(row, 1));
  }

  y(row: number): number {
    return this.#labels[row]!;
  }

  /** Nothing to give back: the garbage collector does it. */
  free(): void {}
}

/** The rows of several sources, numbered through. Throws RangeError for a number beyond the last. */
export function gather(sources: readonly Rows[], number: number): { x: Float64Array; y: number } {
  let row = number;
  for (const source of sources) {
    if (!(source instanceof ReferenceRows)) throw new TypeError('these rows belong to another engine');
    if (row < source.capacity) return { x: source.x(row), y: source.y(row) };
    row -= source.capacity;
  }
  throw new RangeError(`row ${number} is ${row} past the end of the sources`);
}
