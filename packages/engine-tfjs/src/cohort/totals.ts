import { keep, type Tensor2D } from '@tensorflow/tfjs-core';

/** How many steps' sums wait in the backend's memory before they are read: reading makes a GPU wait. */
const WAITING = 32;

/** Sums over the rows of a call, lane by lane, in f64. The steps' own sums are f32. */
export class Totals {
  readonly #sums: readonly Float64Array[];
  #waiting: { readonly sums: readonly Tensor2D[]; readonly lanes: readonly number[] }[] = [];

  constructor(lanes: number, n: number) {
    this.#sums = Array.from({ length: lanes }, () => new Float64Array(n));
  }

  /** Takes a step's sums over, [lanes, m] tensors side by side, and adds row i to lane `lanes[i]` (-1: to none). */
  add(sums: readonly Tensor2D[], lanes: readonly number[]): void {
    for (const tensor of sums) keep(tensor);
    this.#waiting.push({ sums, lanes });
    if (this.#waiting.length >= WAITING) this.#read();
  }

  /** The sums of each lane. [n] */
  read(): readonly Float64Array[] {
    this.#read();
    return this.#sums;
  }

  #read(): void {
    for (const { sums, lanes } of this.#waiting) {
      let at = 0;
      for (const tensor of sums) {
        this.#addValues(tensor.dataSync(), tensor.shape[1], lanes, at);
        at += tensor.shape[1];
        tensor.dispose();
      }
    }
    this.#waiting = [];
  }

  /** Adds values [lanes, m] to the lanes' sums from number `at` on. */
  #addValues(values: ArrayLike<number>, m: number, lanes: readonly number[], at: number): void {
    lanes.forEach((lane, i) => {
      const total = this.#sums[lane];
      if (total) for (let j = 0; j < m; j++) total[at + j]! += values[i * m + j]!;
    });
  }
}
