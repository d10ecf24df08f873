/** A set of images as bytes: one line that says what it holds, a class an image, then the pixels, a byte each. */

import type { ImageShape } from '../../model/layer/window.ts';
import type { OfSplits } from '../shares.ts';

export type { ImageShape };

export interface ImageHeader {
  readonly count: number;
  readonly shape: ImageShape;
  /** The largest value that a pixel can have, which is scaled to 1. */
  readonly max: number;
  /** In the order of their codes. */
  readonly classes: readonly string[];
  /** How many the source has for training, validation and test, which lie in that order. Absent: it has no parts. */
  readonly parts?: OfSplits<number>;
}

export interface Images extends ImageHeader {
  /** All of it. */
  readonly bytes: Uint8Array;
  /** Places among `classes`. [count] */
  readonly codes: Uint8Array;
  /** [count, H, W, C] row-major. */
  readonly pixels: Uint8Array;
}

const MAGIC = 'latentsweep images 1 ';

export const pixelsOf = ([height, width, channels]: ImageShape): number => height * width * channels;

/** Bytes for a set of images, in memory that threads share; codes and pixels are 0 and are to be written into it. */
export function layOutImages({ count, shape, max, classes, parts }: ImageHeader): Images {
  const header = { count, shape, max, classes, ...(parts && { parts }) };
  const line = new TextEncoder().encode(`${MAGIC}${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(new SharedArrayBuffer(line.length + count + count * pixelsOf(shape)));
  bytes.set(line);
  return openImages(bytes);
}

/** Throws where the bytes are no set of images. */
export function openImages(bytes: Uint8Array): Images {
  const end = bytes.indexOf(10);
  // A copy: shared memory cannot be decoded.
  const line = new TextDecoder().decode(bytes.slice(0, Math.max(0, end)));
  if (!line.startsWith(MAGIC)) throw new Error('the content is no set of images');
  const header = JSON.parse(line.slice(MAGIC.length)) as ImageHeader;
  const { count, shape } = header;
  const wanted = end + 1 + count + count * pixelsOf(shape);
  if (bytes.length !== wanted) {
    throw new Error(`a set of ${count} images takes ${wanted} bytes, and ${bytes.length} are there`);
  }
  return {
    ...header,
    bytes,
    codes: bytes.subarray(end + 1, end + 1 + count),
    pixels: bytes.subarray(end + 1 + count),
  };
}
