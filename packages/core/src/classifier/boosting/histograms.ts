import { giveBack } from '../../math/give-back.ts';
import type { BinnedRows } from './bins.ts';
import { buildHistogram, type NodeRows, PER_BIN } from './histogram.ts';

/** Bytes of the histograms that are kept for nodes which may yet be split. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Histograms in one block of memory, at most. */
const BLOCK = 8;
/** Bytes of a block that the system takes back, where of smaller ones it leaves most with us. */
const LARGE_BYTES = 32 * 2 ** 20;

/** Histograms of a tree's nodes, their memory used again and again, and how many of them there is room for. */
export class Histograms {
  readonly #binned: BinnedRows;
  readonly #size: number;
  readonly #keptBytes: number;
  readonly #blocks: Float64Array[] = [];
  readonly #free: Float64Array[] = [];
  #counted = 0;

  constructor(binned: BinnedRows, keptBytes = KEPT_BYTES) {
    this.#binned = binned;
    this.#keptBytes = keptBytes;
    this.#size = binned.starts[binned.columns]! * PER_BIN;
  }

  build(node: NodeRows): Float64Array {
    const histogram = this.#free.pop() ?? this.#more();
    this.#counted++;
    buildHistogram(this.#binned, node, histogram);
    return histogram;
  }

  release(histogram: Float64Array): void {
    this.#free.push(histogram);
    this.#counted--;
  }

  /** Releases one that no child will need. It still counts as kept, so that no bit of a tree depends on how early that is. */
  spare(histogram: Float64Array): void {
    this.#free.push(histogram);
  }

  /** Begins a tree: none is in use. */
  reset(): void {
    this.#counted = 0;
  }

  /** Gives all of them back. */
  end(): void {
    this.#free.length = 0;
    for (const block of this.#blocks.splice(0)) giveBack(block);
  }

  /** Whether more count than should be kept. Wide tables have large ones. */
  get full(): boolean {
    return this.#counted * this.#size * Float64Array.BYTES_PER_ELEMENT > this.#keptBytes;
  }

  #more(): Float64Array {
    const bytes = this.#size * Float64Array.BYTES_PER_ELEMENT;
    const together = Math.min(BLOCK, Math.ceil(LARGE_BYTES / bytes));
    const block = new Float64Array(together * this.#size);
    this.#blocks.push(block);
    for (let i = together - 1; i > 0; i--)
      this.#free.push(block.subarray(i * this.#size, (i + 1) * this.#size));
    return block.subarray(0, this.#size);
  }
}
