import { ADAM, RMSPROP } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Gate, LaneMath, Matrix } from './port.ts';

/** W of a layer. [K, in, out] */
function weightsOf(w: tf.Tensor2D, { inputs, outputs, at }: Matrix): tf.Tensor3D {
  const lanes = w.shape[0];
  return tf.reshape(tf.slice(w, [0, at], [lanes, inputs * outputs]), [lanes, inputs, outputs]);
}

function rowSums(weights: tf.Tensor3D, values: tf.Tensor): tf.Tensor2D {
  return tf.squeeze(tf.matMul(weights, values as tf.Tensor3D, true, false), [1]);
}

/** share * old + (1 - share) * value */
const mix = (share: number, old: tf.Tensor, value: tf.Tensor): tf.Tensor2D =>
  tf.add(tf.mul(old, share), tf.mul(value, 1 - share));

/** b of a layer: what of its parameters is not W. [K, 1, n] */
export function biasOf(w: tf.Tensor2D, { inputs, outputs, at, size }: Matrix): tf.Tensor3D {
  const [lanes, weights] = [w.shape[0], inputs * outputs];
  return tf.reshape(tf.slice(w, [0, at + weights], [lanes, size - weights]), [lanes, 1, size - weights]);
}

/** A gradient through a relu, and the dropout behind it. */
export function through(dx: tf.Tensor3D, { gate, scale }: Gate = {}): tf.Tensor3D {
  if (!gate) return dx;
  // A selection, not a product: what the relu cut off may be infinite.
  const kept = tf.where(tf.greater(gate, 0), dx, 0);
  return scale ? tf.mul(kept, tf.reshape(scale, [-1, 1, 1])) : kept;
}

/** The arithmetic by TF.js's own operations: for any backend that multiplies batches of matrices well. */
export const stockMath: LaneMath = {
  dense(w, layer, x, relu) {
    const y = tf.add(tf.matMul(x, weightsOf(w, layer)), biasOf(w, layer));
    return (relu ? tf.relu(y) : y) as tf.Tensor3D;
  },

  product: (w, layer, x, gate) => through(tf.matMul(x, weightsOf(w, layer)), gate),

  inputGradient(w, layer, dy, { plus, ...options } = {}) {
    const dx: tf.Tensor3D = tf.matMul(dy, weightsOf(w, layer), false, true);
    return through(plus ? tf.add(dx, plus) : dx, options);
  },

  weightGradient(parts) {
    const lanes = parts[0]!.x.shape[0];
    const flat = parts.flatMap(({ layer, x, dy, dBias = dy }) => [
      tf.reshape(tf.matMul(x, dy, true, false), [lanes, layer.inputs * layer.outputs]),
      tf.sum(dBias, 1) as tf.Tensor2D,
    ]);
    return tf.concat(flat, 1) as tf.Tensor2D;
  },

  sample: ({ mu, sigma }, eps) => tf.add(mu, tf.mul(sigma, eps)),

  latentGradient({ mu, sigma }, eps, dz, scale) {
    const pull = tf.mul(tf.sub(tf.square(sigma), 1), scale);
    const through = tf.mul(tf.mul(dz, eps), sigma);
    return { dmu: tf.add(dz, tf.mul(mu, scale)), ds: tf.mul(tf.add(through, pull), 0.5) };
  },

  errors: (p, t, scale) => tf.mul(tf.sub(p, t), scale),

  logitGradient(dp, p, x, scale, squared) {
    const error = tf.mul(tf.sub(p, x), scale);
    const slope = tf.mul(p, tf.sub(1, p));
    return squared ? tf.mul(tf.add(dp, tf.mul(error, 2)), slope) : tf.add(tf.mul(dp, slope), error);
  },

  rowSums,

  crossEntropySums(weights, a, p, t) {
    // max(a, 0) - a t + ln(1 + e^-|a|), the last part as -ln max(p, 1 - p): no overflow, no cancellation.
    const likelier = tf.maximum(p, tf.sub(1, p));
    return rowSums(weights, tf.sub(tf.sub(tf.relu(a), tf.mul(a, t)), tf.log(likelier)));
  },

  squaredSums: (weights, p, t) => rowSums(weights, tf.squaredDifference(p, t)),

  klSums(weights, { mu, s, sigma }) {
    const excess = tf.sub(tf.sub(tf.square(sigma), 1), s);
    return rowSums(weights, tf.mul(tf.add(tf.square(mu), excess), 0.5));
  },

  correctSums(weights, p, labels) {
    const predicted = tf.cast(tf.greaterEqual(p, 0.5), 'float32');
    return rowSums(weights, tf.cast(tf.equal(predicted, labels), 'float32'));
  },

  rmsprop([w, v], gradient, rates) {
    const next = mix(RMSPROP.rho, v!, tf.square(gradient));
    const root = tf.sqrt(tf.add(next, RMSPROP.epsilon));
    return [tf.sub(w!, tf.div(tf.mul(gradient, rates), root)), next];
  },

  adam([w, m, v], gradient, rates) {
    const first = mix(ADAM.beta1, m!, gradient);
    const second = mix(ADAM.beta2, v!, tf.square(gradient));
    const root = tf.add(tf.sqrt(second), ADAM.epsilon);
    return [tf.sub(w!, tf.div(tf.mul(first, rates), root)), first, second];
  },
};
