import type { Split } from '../dataset.ts';
import { type Images, pixelsOf } from './pack.ts';

/** Images of one split. They stay bytes, in the memory that threads share, until somebody asks for their features. */
export class ImageSplit implements Split {
  readonly labels: Uint8Array;
  readonly count: number;
  readonly #images: Images;
  readonly #rows: Uint32Array;
  /** By byte: a look-up takes less than a quotient. */
  readonly #shares: Float32Array;
  #features: Float32Array | null = null;

  /** `labels`: of all images; `rows`: which of them. */
  constructor(images: Images, labels: Uint8Array, rows: Uint32Array) {
    this.labels = Uint8Array.from(rows, (row) => labels[row]!);
    this.count = rows.length;
    this.#images = images;
    this.#rows = rows;
    this.#shares = Float32Array.from({ length: 256 }, (_, byte) => byte / images.max);
  }

  /** Pixels over the largest that they can be. [H * W * C] */
  read(row: number, into: Float32Array): void {
    const { pixels, shape } = this.#images;
    const size = pixelsOf(shape);
    const from = this.#rows[row]! * size;
    const shares = this.#shares;
    for (let i = 0; i < size; i++) into[i] = shares[pixels[from + i]!]!;
  }

  get features(): Float32Array {
    this.#features ??= this.#make();
    return this.#features;
  }

  #make(): Float32Array {
    const size = pixelsOf(this.#images.shape);
    const features = new Float32Array(this.count * size);
    for (let row = 0; row < this.count; row++)
      this.read(row, features.subarray(row * size, (row + 1) * size));
    return features;
  }
}
