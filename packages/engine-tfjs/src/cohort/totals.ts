import type { Tensor2D } from '@tensorflow/tfjs-core';

/** How many steps' sums wait in the backend's memory before they are read: reading makes a GPU wait. */
const WAITING = 32;

/** Sums over the rows of a call, lane by lane, in f64. The steps' own sums, [lanes, n], are f32. */
export class Totals {
  readonly #sums: readonly Float64Array[];
  #waiting: { readonly sums: Tensor2D; readonly lanes: readonly number[] }[] = [];

  constructor(lanes: number, n: number) {
    this.#sums = Array.from({ length: lanes }, () => new Float64Array(n));
  }

  /** Takes a step's sums over and adds row i to lane `lanes[i]`; a lane of -1 is left out. */
  add(sums: Tensor2D, lanes: readonly number[]): void {
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
      const values = sums.dataSync();
      const n = sums.shape[1];
      lanes.forEach((lane, i) => {
        const total = this.#sums[lane];
        if (total) for (let j = 0; j < n; j++) total[j]! += values[i * n + j]!;
      });
      sums.dispose();
    }
    this.#waiting = [];
  }
}
