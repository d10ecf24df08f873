import { FloatRows, ownRows, type Rows } from '@latentsweep/core';
import type { Heap, Region } from './heap.ts';

/** Floats of a row: the features, the label, zeros up to a multiple of 4. */
export const rowWidth = (columns: number): number => Math.ceil((columns + 1) / 4) * 4;

/** Rows in the kernels' memory, row-major. */
export class SimdRows extends FloatRows {
  /** Where row 0 begins. */
  readonly address: number;
  protected readonly heap: Heap;
  readonly #region: Region;

  constructor(heap: Heap, capacity: number, columns: number) {
    super(capacity, columns, rowWidth(columns));
    this.heap = heap;
    this.#region = heap.region();
    this.address = this.#region.allocate(capacity * this.rowBytes);
  }

  get rowBytes(): number {
    return this.width * 4;
  }

  /** What stands for row 0 in a list. */
  get listed(): number {
    return this.address;
  }

  override free(): void {
    this.#region.free();
  }

  protected override floats(at: number, count: number): Float32Array {
    return new Float32Array(this.heap.memory.buffer, this.address + at * this.rowBytes, count * this.width);
  }
}

/** White, the number of features, 0 and the label. */
const HEAD = 16;

/** Rows whose features are multiples of 1 / white: a byte each, a quarter of what floats take. */
export class ByteRows extends SimdRows {
  readonly #white: number;

  constructor(heap: Heap, capacity: number, columns: number, white: number) {
    super(heap, capacity, columns);
    this.#white = white;
  }

  override get rowBytes(): number {
    return HEAD + 16 * Math.ceil(this.columns / 16);
  }

  override get listed(): number {
    return this.address + 1;
  }

  override write(at: number, features: Float32Array, labels: Uint8Array): void {
    const { columns, rowBytes } = this;
    if (features.length !== labels.length * columns) {
      throw new RangeError(
        `${features.length} features are not ${columns} for each of ${labels.length} labels`,
      );
    }
    this.check(at, labels.length);
    labels.forEach((label, row) => {
      const start = this.address + (at + row) * rowBytes;
      const head = new DataView(this.heap.memory.buffer, start, HEAD);
      head.setFloat32(0, this.#white, true);
      head.setUint32(4, columns, true);
      head.setFloat32(12, label, true);
      const bytes = new Uint8Array(this.heap.memory.buffer, start + HEAD, columns);
      for (let i = 0; i < columns; i++) bytes[i] = Math.round(features[row * columns + i]! * this.#white);
    });
  }

  override read(at: number, count: number): Float32Array {
    const { columns, rowBytes } = this;
    this.check(at, count);
    const features = new Float32Array(count * columns);
    for (let row = 0; row < count; row++) {
      const start = this.address + (at + row) * rowBytes + HEAD;
      const bytes = new Uint8Array(this.heap.memory.buffer, start, columns);
      bytes.forEach((byte, i) => {
        features[row * columns + i] = byte / this.#white;
      });
    }
    return features;
  }
}

export const own = (rows: Rows, features: number): SimdRows => ownRows(SimdRows, rows, features);
