/**
 * Pixels of images, gathered: an image [Q, C] becomes [places, C], a pixel each by a list, with zeros for what is outside of
 * it; and back, a pixel the sum of what its places have. Lists are made once.
 */

import type { Upsample } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';

interface WindowShape {
  readonly from: readonly [height: number, width: number, channels: number];
  readonly to: readonly [height: number, width: number, channels: number];
  readonly window: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly before: readonly [rows: number, columns: number];
}

/** Windows of an image: [images, windows, values, C]. */
export function windowsOf({ from, to, window, stride, before }: WindowShape) {
  const [height, width, channels] = from;
  const pixels = height * width;
  const count = to[0] * to[1];
  const values = window[0] * window[1];
  const pixelAt = Int32Array.from({ length: count * values }, (_, at) => {
    const n = Math.floor(at / values);
    const i = Math.floor((at % values) / window[1]);
    const row = Math.floor(n / to[1]) * stride + i - before[0];
    const column = (n % to[1]) * stride + ((at % values) % window[1]) - before[1];
    const outside = row < 0 || row >= height || column < 0 || column >= width;
    return outside ? pixels : row * width + column;
  });
  const { unfold, fold } = gathered(pixelAt, pixels, channels);
  return {
    /** Windows of an image, and values of a window, a channel each. */
    ...{ count, values, channels, fold },
    unfold: (x: tf.Tensor): tf.Tensor4D => tf.reshape(unfold(x), [-1, count, values, channels]),
  };
}

/** The nearest pixel of each of a larger image. */
export function nearestOf({ from: [height, width, channels], to, window }: Upsample) {
  const pixelAt = Int32Array.from({ length: to[0] * to[1] }, (_, at) => {
    const row = Math.min(Math.floor(Math.floor(at / to[1]) / window), height - 1);
    const column = Math.min(Math.floor((at % to[1]) / window), width - 1);
    return row * width + column;
  });
  return gathered(pixelAt, height * width, channels);
}

/** `pixelAt`: the pixel of each place; `pixels` for one outside. */
function gathered(pixelAt: Int32Array, pixels: number, channels: number) {
  const placesOf: number[][] = Array.from({ length: pixels }, () => []);
  pixelAt.forEach((pixel, place) => {
    placesOf[pixel]?.push(place);
  });
  const most = Math.max(1, ...placesOf.map(({ length }) => length));
  /** For each pixel its places; the one behind the last where it has no more. */
  const placeOf = new Int32Array(pixels * most).fill(pixelAt.length);
  placesOf.forEach((places, pixel) => {
    placeOf.set(places, pixel * most);
  });

  return {
    /** [images, Q * C] of any such shape -> [images, places, C] */
    unfold(x: tf.Tensor): tf.Tensor3D {
      const images = x.size / (pixels * channels);
      return entriesLast(gather(entriesFirst(x, images, pixels), pixelAt), images, pixelAt.length);
    },
    /** [images, places * C] of any such shape -> [images, Q, C] */
    fold(given: tf.Tensor): tf.Tensor3D {
      const images = given.size / (pixelAt.length * channels);
      const values = gather(entriesFirst(given, images, pixelAt.length), placeOf);
      // Windows side by side have a pixel once at most.
      const sums = most === 1 ? values : tf.sum(tf.reshape(values, [pixels, most, images * channels]), 1);
      return entriesLast(sums, images, pixels);
    },
  };

  /** [images, entries, C] -> [entries, images * C]: an entry of all images is gathered at once, in one piece. */
  function entriesFirst(x: tf.Tensor, images: number, entries: number): tf.Tensor2D {
    const turned = tf.transpose(tf.reshape(x, [images, entries, channels]), [1, 0, 2]);
    return tf.reshape(turned, [entries, images * channels]);
  }

  function entriesLast(x: tf.Tensor, images: number, entries: number): tf.Tensor3D {
    return tf.transpose(tf.reshape(x, [entries, images, channels]), [1, 0, 2]) as tf.Tensor3D;
  }
}

/**
 * Entries of [entries, n] by their numbers, of which the one behind the last is all zeros. On WASM `tf.gatherND` copies
 * entries, where `tf.gather` goes value by value, forty times as slowly: findings/tfjs-wasm-gather.sh.
 */
function gather(x: tf.Tensor2D, numbers: Int32Array): tf.Tensor {
  const zeros: tf.Tensor2D = tf.zeros([1, x.shape[1]]);
  return tf.gatherND(tf.concat([x, zeros], 0), tf.tensor2d(numbers, [numbers.length, 1], 'int32'));
}
