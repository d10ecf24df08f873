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
      const gathered = gather(entriesFirst(x, images, pixels), there);
      return tf.reshape(entriesLast(gathered, images, there.length), [images, count, values, channels]);
    },
    /** [images, windows, values, C] of any such shape -> [images, Q, C] */
    fold(windows: tf.Tensor): tf.Tensor3D {
      const images = windows.size / (there.length * channels);
      const gathered = gather(entriesFirst(windows, images, there.length), back);
      // Windows side by side have a pixel once at most.
      const sums = most === 1 ? gathered : tf.sum(tf.reshape(gathered, [pixels, most, images * channels]), 1);
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
 * entries, where `tf.gather` takes twelve times as long, value by value.
 */
function gather(x: tf.Tensor2D, numbers: Int32Array): tf.Tensor {
  const zeros: tf.Tensor2D = tf.zeros([1, x.shape[1]]);
  return tf.gatherND(tf.concat([x, zeros], 0), tf.tensor2d(numbers, [numbers.length, 1], 'int32'));
}
