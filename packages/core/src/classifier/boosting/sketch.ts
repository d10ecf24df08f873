import type { Split } from './split.ts';
import type { Tree } from './tree.ts';

/** A tree while it grows: nodes are leaves until they are split. */
export class Sketch {
  readonly #column: number[] = [-1];
  readonly #threshold: (number | null)[] = [null];
  readonly #missingLeft: boolean[] = [false];
  readonly #left: number[] = [0];
  readonly #right: number[] = [0];
  readonly #value: number[] = [0];

  /** Makes node `id` a split by the cuts of its column. The numbers of its children, left and right. */
  split(id: number, { column, bin, missingLeft }: Split, cuts: Float32Array): readonly [number, number] {
    this.#column[id] = column;
    this.#threshold[id] = cuts[bin] ?? null;
    this.#missingLeft[id] = missingLeft;
    const children = [this.#add(), this.#add()] as const;
    [this.#left[id], this.#right[id]] = children;
    return children;
  }

  setValue(id: number, value: number): void {
    this.#value[id] = value;
  }

  tree(): Tree {
    return {
      column: this.#column,
      threshold: this.#threshold,
      missingLeft: this.#missingLeft,
      left: this.#left,
      right: this.#right,
      value: this.#value,
    };
  }

  #add(): number {
    const id = this.#column.length;
    this.#column.push(-1);
    this.#threshold.push(null);
    this.#missingLeft.push(false);
    this.#left.push(0);
    this.#right.push(0);
    this.#value.push(0);
    return id;
  }
}
