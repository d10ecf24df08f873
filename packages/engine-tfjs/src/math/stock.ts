import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, Layer } from './port.ts';

/** W [K, in, out] and b [K, 1, out] of a layer. */
function weights(w: tf.Tensor2D, { inputs, outputs, at }: Layer): [tf.Tensor3D, tf.Tensor3D] {
  const lanes = w.shape[0];
  const size = inputs * outputs;
  return [
    tf.reshape(tf.slice(w, [0, at], [lanes, size]), [lanes, inputs, outputs]),
    tf.reshape(tf.slice(w, [0, at + size], [lanes, outputs]), [lanes, 1, outputs]),
  ];
}

/** The arithmetic by TF.js's own operations, for any backend whose batched product is not a plain loop. */
export const stockMath: LaneMath = {
  dense(w, layer, x, relu) {
    const [matrix, bias] = weights(w, layer);
    const y = tf.add(tf.matMul(x, matrix), bias);
    return (relu ? tf.relu(y) : y) as tf.Tensor3D;
  },

  inputGradient(w, layer, dy, { plus, gate, scale } = {}) {
    let dx: tf.Tensor = tf.matMul(dy, weights(w, layer)[0], false, true);
    if (plus) dx = tf.add(dx, plus);
    // A selection, not a product: what the relu cut off may be infinite.
    if (gate) dx = tf.where(tf.greater(gate, 0), dx, 0);
    if (gate && scale) dx = tf.mul(dx, tf.reshape(scale, [-1, 1, 1]));
    return dx as tf.Tensor3D;
  },

  weightGradient(parts) {
    const lanes = parts[0]!.x.shape[0];
    const flat = parts.flatMap(({ layer, x, dy }) => [
      tf.reshape(tf.matMul(x, dy, true, false), [lanes, layer.inputs * layer.outputs]),
      tf.sum(dy, 1) as tf.Tensor2D,
    ]);
    return tf.concat(flat, 1) as tf.Tensor2D;
  },

  rowSums(weights, values) {
    return tf.reshape(tf.matMul(weights, values, true, false), [values.shape[0], values.shape[2]]);
  },
};
