/** Layers over K lanes at once. Letters: B rows, C channels, N windows of an image, O filters. */

import type { Conv, ConvTranspose, Dense, LayerOf, Pool, Upsample } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Gate, LaneMath, LayerGradient, Matrix } from '../math/port.ts';
import { biasOf, through } from '../math/stock.ts';
import type { CLASSIFIER_LAYERS, VAE_LAYERS } from './supports.ts';
import { nearestOf, windowsOf } from './unfold.ts';

export type HiddenLayer = LayerOf<(typeof CLASSIFIER_LAYERS | typeof VAE_LAYERS)[number]>;

/** What a layer made of its inputs, [K, B, outputs], and the way back through it. */
interface Passed {
  readonly y: tf.Tensor3D;
  /** Of its parameters, if it has some. dy [K, B, outputs] */
  gradient(dy: tf.Tensor3D): LayerGradient | null;
  /** dx, through what made x. */
  back(dy: tf.Tensor3D, gate: Gate): tf.Tensor3D;
}

/** A layer, and the relu that follows where it has parameters: w [K, P], x [K, B, inputs]. */
export type Hidden = (w: tf.Tensor2D, x: tf.Tensor3D) => Passed;

/** Of any layer but dropout, which is in the place where values are handed on. Without `relu`, none follows. */
export function hiddenOf(
  layer: Exclude<HiddenLayer, { kind: 'dropout' }>,
  math: LaneMath,
  relu: boolean,
): Hidden {
  switch (layer.kind) {
    case 'dense':
      return dense(layer, math, relu);
    case 'conv':
      return convolution(layer, math, relu);
    case 'conv_transpose':
      return transposed(layer, math, relu);
    case 'pool':
      return pooling(layer);
    case 'upsample':
      return upsampling(layer);
  }
}

const dense =
  (layer: Dense, math: LaneMath, relu: boolean): Hidden =>
  (w, x) => ({
    y: math.dense(w, layer, x, relu),
    gradient: (dy) => ({ layer, x, dy }),
    back: (dy, gate) => math.inputGradient(w, layer, dy, gate),
  });

/** The matrix of a convolution, also of one that is taken back: [window, O]. */
function matrixOf(
  { at, size }: Conv | ConvTranspose,
  { values, channels }: ReturnType<typeof windowsOf>,
  outputs: number,
): Matrix {
  return { inputs: values * channels, outputs, at, size };
}

/** A dense layer of each window: [K, B N, window] to [K, B N, O]. */
function convolution(layer: Conv, math: LaneMath, relu: boolean): Hidden {
  const windows = windowsOf(layer);
  const matrix = matrixOf(layer, windows, layer.to[2]);
  return (w, x) => {
    const columns = byPlace(windows.unfold(x), x.shape[0], matrix.inputs);
    const each = (dy: tf.Tensor3D) => byPlace(dy, x.shape[0], matrix.outputs);
    return {
      y: byRow(math.dense(w, matrix, columns, relu), x, layer.outputs),
      gradient: (dy) => ({ layer: matrix, x: columns, dy: each(dy) }),
      back(dy, gate) {
        const dx = windows.fold(math.inputGradient(w, matrix, each(dy)));
        return through(byRow(dx, x, layer.inputs), gate);
      },
    };
  };
}

/** The way back through a convolution, and a bias: [K, B N, O] to [K, B N, window], each pixel the sum of what its windows have. */
function transposed(layer: ConvTranspose, math: LaneMath, relu: boolean): Hidden {
  const { from, to } = layer;
  const windows = windowsOf({ ...layer, from: to, to: from });
  const matrix = matrixOf(layer, windows, from[2]);
  return (w, x) => {
    const lanes = x.shape[0];
    const each = byPlace(x, lanes, matrix.outputs);
    const sums = byPlace(windows.fold(math.inputGradient(w, matrix, each)), lanes, to[2]);
    const a = byRow(tf.add(sums, biasOf(w, matrix)), x, layer.outputs);
    const columnsOf = (dy: tf.Tensor3D) => byPlace(windows.unfold(dy), lanes, matrix.inputs);
    return {
      y: relu ? tf.relu(a) : a,
      gradient: (dy) => ({ layer: matrix, x: columnsOf(dy), dy: each, dBias: byPlace(dy, lanes, to[2]) }),
      back(dy, gate) {
        const dx = math.product(w, matrix, columnsOf(dy));
        return through(byRow(dx, x, layer.inputs), gate);
      },
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
      y: byRow(tf.max(unfolded, 2), x, outputs),
      gradient: () => null,
      back(dy, gate) {
        const images = lanes * rows;
        // The first of the largest.
        const places = tf.argMax(tf.reshape(unfolded, [images * count, values, channels]), 1);
        const chosen = tf.oneHot(tf.reshape(places, [-1]) as tf.Tensor1D, values);
        const given = tf.mul(tf.cast(chosen, 'float32'), tf.reshape(dy, [-1, 1]));
        const byValue = tf.transpose(tf.reshape(given, [images * count, channels, values]), [0, 2, 1]);
        return through(byRow(windows.fold(byValue), x, layer.inputs), gate);
      },
    };
  };
}

function upsampling(layer: Upsample): Hidden {
  const nearest = nearestOf(layer);
  return (_w, x) => ({
    y: byRow(nearest.unfold(x), x, layer.outputs),
    gradient: () => null,
    back: (dy, gate) => through(byRow(nearest.fold(dy), x, layer.inputs), gate),
  });
}

/** [K, B N, n]: windows or pixels of all rows of a lane, side by side. */
const byPlace = (values: tf.Tensor, lanes: number, n: number): tf.Tensor3D =>
  tf.reshape(values, [lanes, -1, n]);

/** [K, B, units], with the lanes and rows of x. */
const byRow = (values: tf.Tensor, { shape: [lanes, rows] }: tf.Tensor3D, units: number): tf.Tensor3D =>
  tf.reshape(values, [lanes, rows, units]);
