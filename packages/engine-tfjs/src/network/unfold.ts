/**
 * Windows of images, by gathering pixels: an image [Q, C] becomes [windows * values, C], with a pixel of zeros for what is
 * outside of it, and back, a pixel the sum of what its windows have. Which pixel is which is said in lists, made once.
 */

import * as tf from '@tensorflow/tfjs-core';

interface WindowShape {
  readonly from: readonly [height: number, width: number, channels: number];
  readonly to: readonly [height: number, width: number, channels: number];
  readonly window: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly before: readonly [rows: number, columns: number];
}

export type Windows = ReturnType<typeof windowsOf>;

export function windowsOf({ from, to, window, stride, before }: WindowShape) {
  const [height, width, channels] = from;
  const pixels = height * width;
  const count = to[0] * to[1];
  const values = window[0] * window[1];
  /** The pixel of each value of each window; `pixels` for one outside. */
  const there = new Int32Array(count * values).fill(pixels);
  const ofPixel: number[][] = Array.from({ length: pixels }, () => []);
  for (let at = 0; at < there.length; at++) {
    const n = Math.floor(at / values);
    const i = Math.floor((at % values) / window[1]);
    const row = Math.floor(n / to[1]) * stride + i - before[0];
    const column = (n % to[1]) * stride + ((at % values) % window[1]) - before[1];
    if (row < 0 || row >= height || column < 0 || column >= width) continue;
    const pixel = row * width + column;
    there[at] = pixel;
    ofPixel[pixel]!.push(at);
  }
  const most = Math.max(1, ...ofPixel.map(({ length }) => length));
  /** For each pixel the places that it has in `there`; the one behind the last where it has no more. */
  const back = new Int32Array(pixels * most).fill(there.length);
  ofPixel.forEach((places, pixel) => {
    back.set(places, pixel * most);
  });

  return {
    /** Windows of an image, and values of a window, a channel each. */
    ...{ count, values, channels },
    /** [images, Q * C] of any such shape -> [images, windows, values, C] */
    unfold(x: tf.Tensor): tf.Tensor4D {
      const images = x.size / (pixels * channels);
      const gathered = gather(tf.reshape(x, [images, pixels, channels]), there);
      return tf.reshape(gathered, [images, count, values, channels]);
    },
    /** [images, windows, values, C] of any such shape -> [images, Q, C] */
    fold(windows: tf.Tensor): tf.Tensor3D {
      const images = windows.size / (there.length * channels);
      const gathered = gather(tf.reshape(windows, [images, there.length, channels]), back);
      return tf.sum(tf.reshape(gathered, [images, pixels, most, channels]), 2);
    },
  };
}

/** Entries of [images, entries, C] by their numbers, of which the one behind the last is all zeros. */
function gather(x: tf.Tensor3D, numbers: Int32Array): tf.Tensor {
  const [images, , channels] = x.shape;
  return tf.gather(tf.concat([x, tf.zeros([images, 1, channels])], 1), tf.tensor1d(numbers, 'int32'), 1);
}
