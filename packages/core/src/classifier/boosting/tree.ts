/**
 * A tree as plain data, an entry a node of each array, the root first. A row goes left where its value of `column` is at
 * most `threshold`, or is missing and `missingLeft` says so; else right.
 */
export interface Tree {
  /** -1 for a leaf. */
  readonly column: readonly number[];
  /** Of float32; null where all that are not missing go left, and in a leaf. */
  readonly threshold: readonly (number | null)[];
  readonly missingLeft: readonly boolean[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What a leaf adds to the score; 0 elsewhere. */
  readonly value: readonly number[];
}

/** Trees side by side, for predicting. */
export class Forest {
  readonly #roots: Uint32Array;
  readonly #column: Int32Array;
  readonly #threshold: Float64Array;
  readonly #missingLeft: Uint8Array;
  readonly #left: Uint32Array;
  readonly #right: Uint32Array;
  readonly #value: Float64Array;

  constructor(trees: readonly Tree[]) {
    const nodes = trees.reduce((sum, { column }) => sum + column.length, 0);
    this.#roots = new Uint32Array(trees.length);
    this.#column = new Int32Array(nodes);
    this.#threshold = new Float64Array(nodes);
    this.#missingLeft = new Uint8Array(nodes);
    this.#left = new Uint32Array(nodes);
    this.#right = new Uint32Array(nodes);
    this.#value = new Float64Array(nodes);
    let first = 0;
    for (const [t, tree] of trees.entries()) {
      this.#roots[t] = first;
      for (let i = 0; i < tree.column.length; i++) {
        const at = first + i;
        this.#column[at] = tree.column[i]!;
        this.#threshold[at] = tree.threshold[i] ?? Number.POSITIVE_INFINITY;
        this.#missingLeft[at] = tree.missingLeft[i] ? 1 : 0;
        this.#left[at] = first + tree.left[i]!;
        this.#right[at] = first + tree.right[i]!;
        this.#value[at] = tree.value[i]!;
      }
      first += tree.column.length;
    }
  }

  /**
   * Adds what tree t says of each row to scores [count, outputs], at t modulo `outputs`. Features are [count, columns]
   * row-major.
   */
  addTo(scores: Float64Array, outputs: number, features: Float32Array, count: number, columns: number): void {
    const roots = this.#roots;
    for (let row = 0; row < count; row++) {
      for (let t = 0; t < roots.length; t++) {
        scores[row * outputs + (t % outputs)]! += this.#leaf(roots[t]!, features, row * columns);
      }
    }
  }

  #leaf(root: number, features: Float32Array, start: number): number {
    let at = root;
    for (let column = this.#column[at]!; column >= 0; column = this.#column[at]!) {
      const value = features[start + column]!;
      const goesLeft = !Number.isNaN(value) ? value <= this.#threshold[at]! : this.#missingLeft[at] === 1;
      at = goesLeft ? this.#left[at]! : this.#right[at]!;
    }
    return this.#value[at]!;
  }
}
