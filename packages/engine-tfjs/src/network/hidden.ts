/** The hidden layers of a classifier over K lanes at once. Letters: B rows, C channels, N windows of an image, O filters. */

import type { Conv, Dense, LayerOf, Pool } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient, Matrix } from '../math/port.ts';
import type { CLASSIFIER_LAYERS } from './supports.ts';
import { windowsOf } from './unfold.ts';

export type HiddenLayer = LayerOf<(typeof CLASSIFIER_LAYERS)[number]>;

/** What a layer made of its inputs, [K, B, outputs], and the way back through it. */
interface Passed {
  readonly y: tf.Tensor3D;
  /** Of its parameters, if it has some. dy [K, B, outputs] */
  gradient(dy: tf.Tensor3D): LayerGradient | null;
  /** dx, through the relu that made x, and the dropout that scaled it: times `scale` [K] where x > 0, else 0. */
  back(dy: tf.Tensor3D, scale: tf.Tensor1D | undefined): tf.Tensor3D;
}

/** A hidden layer but for dropout, which is in the place where values are handed on: w [K, P], x [K, B, inputs]. */
export type Hidden = (w: tf.Tensor2D, x: tf.Tensor3D) => Passed;

export function hiddenOf(layer: Exclude<HiddenLayer, { kind: 'dropout' }>, math: LaneMath): Hidden {
  switch (layer.kind) {
    case 'dense':
      return dense(layer, math);
    case 'conv':
      return convolution(layer, math);
    case 'pool':
      return pooling(layer);
  }
}

const dense =
  (layer: Dense, math: LaneMath): Hidden =>
  (w, x) => ({
    y: math.dense(w, layer, x, true),
    gradient: (dy) => ({ layer, x, dy }),
    back: (dy, scale) => math.inputGradient(w, layer, dy, { gate: x, scale }),
  });

/** A dense layer of each window: [K, B N, window] to [K, B N, O]. */
function convolution(layer: Conv, math: LaneMath): Hidden {
  const windows = windowsOf(layer);
  const filters = layer.to[2];
  const inputs = windows.values * windows.channels;
  const matrix: Matrix = { inputs, outputs: filters, at: layer.at, size: layer.size };
  return (w, x) => {
    const [lanes, rows] = x.shape;
    const places = rows * windows.count;
    const columns = tf.reshape(windows.unfold(x), [lanes, places, inputs]) as tf.Tensor3D;
    const each = (dy: tf.Tensor3D) => tf.reshape(dy, [lanes, places, filters]) as tf.Tensor3D;
    const y = tf.reshape(math.dense(w, matrix, columns, true), [lanes, rows, layer.outputs]);
    return {
      y: y as tf.Tensor3D,
      gradient: (dy) => ({ layer: matrix, x: columns, dy: each(dy) }),
      back: (dy, scale) => gated(windows.fold(math.inputGradient(w, matrix, each(dy))), x, scale),
    };
  };
}

function pooling(layer: Pool): Hidden {
  const { from, to, window, outputs } = layer;
  const windows = windowsOf({ from, to, window: [window, window], stride: window, before: [0, 0] });
  const { count, values, channels } = windows;
  return (_w, x) => {
    const [lanes, rows] = x.shape;
    const unfolded = windows.unfold(x);
    return {
      y: tf.reshape(tf.max(unfolded, 2), [lanes, rows, outputs]),
      gradient: () => null,
      back(dy, scale) {
        const images = lanes * rows;
        // The first of the largest.
        const places = tf.argMax(tf.reshape(unfolded, [images * count, values, channels]), 1);
        const chosen = tf.oneHot(tf.reshape(places, [-1]) as tf.Tensor1D, values);
        const given = tf.mul(tf.cast(chosen, 'float32'), tf.reshape(dy, [-1, 1]));
        const byValue = tf.transpose(tf.reshape(given, [images * count, channels, values]), [0, 2, 1]);
        return gated(windows.fold(byValue), x, scale);
      },
    };
  };
}

function gated(dx: tf.Tensor, x: tf.Tensor3D, scale: tf.Tensor1D | undefined): tf.Tensor3D {
  // A selection, not a product: what the relu cut off may be infinite.
  const through = tf.where(tf.greater(x, 0), tf.reshape(dx, x.shape), 0);
  return (scale ? tf.mul(through, tf.reshape(scale, [-1, 1, 1])) : through) as tf.Tensor3D;
}
