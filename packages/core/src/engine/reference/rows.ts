import type { Rows } from '../port.ts';

/** Rows as the port has them, in plain arrays; nothing is shared with the engines that this one checks. */
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

  write(at: number, features: Float32Array, labels: Uint8Array): void {
    if (features.length !== labels.length * this.columns) {
      throw new RangeError(
        `${features.length} features are not ${this.columns} for each of ${labels.length} labels`,
      );
    }
    this.#check(at, labels.length);
    this.#features.set(features, at * this.columns);
    this.#labels.set(labels, at);
  }

  read(at: number, count: number): Float32Array {
    this.#check(at, count);
    return this.#features.slice(at * this.columns, (at + count) * this.columns);
  }

  label(row: number): number {
    return this.#labels[row]!;
  }

  /** Nothing to give back: the garbage collector does it. */
  free(): void {}

  /** Throws RangeError where there are no `count` rows from `at` on. */
  #check(at: number, count: number): void {
    if (at < 0 || at + count > this.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${this.capacity}`);
    }
  }
}

/** The rows of several sources, numbered through. Throws RangeError for a number beyond the last. */
export function gather(sources: readonly Rows[], number: number): { x: Float64Array; y: number } {
  let row = number;
  for (const source of sources) {
    if (!(source instanceof ReferenceRows)) throw new TypeError('these rows belong to another engine');
    if (row < source.capacity) return { x: Float64Array.from(source.read(row, 1)), y: source.label(row) };
    row -= source.capacity;
  }
  throw new RangeError(`row ${number} is ${row} past the end of the sources`);
}
