import { giveBack } from '../../math/give-back.ts';
import type { BinnedRows } from './bins.ts';
import { buildHistogram, type NodeRows, PER_BIN } from './histogram.ts';

/** Bytes of the histograms that are kept for nodes which may yet be split. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Histograms of nodes, their memory used again and again, and how many of them there is room for. */
export class Histograms {
  readonly #binned: BinnedRows;
  readonly #size: number;
  readonly #free: Float64Array[] = [];
  #used = 0;

  constructor(binned: BinnedRows) {
    this.#binned = binned;
    this.#size = binned.starts[binned.columns]! * PER_BIN;
  }

  build(node: NodeRows): Float64Array {
    const histogram = this.#free.pop() ?? new Float64Array(this.#size);
    this.#used++;
    buildHistogram(this.#binned, node, histogram);
    return histogram;
  }

  release(histogram: Float64Array): void {
    this.#free.push(histogram);
    this.#used--;
  }

  /** Gives those back that are not in use. */
  end(): void {
    for (const histogram of this.#free.splice(0)) giveBack(histogram);
  }

  /** Whether more are in use than should be kept. Wide tables have large ones. */
  get full(): boolean {
    return this.#used * this.#size * Float64Array.BYTES_PER_ELEMENT > KEPT_BYTES;
  }
}
