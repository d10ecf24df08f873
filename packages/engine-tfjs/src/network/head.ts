import * as tf from '@tensorflow/tfjs-core';
import type { Constants } from './constants.ts';

/**
 * Binary cross entropy of p = sigmoid(a) against t in [0, 1], element by element:
 *   max(a, 0) - a t + ln(1 + e^-|a|),  where  ln(1 + e^-|a|) = -ln sigmoid(|a|) = -ln max(p, 1 - p).
 * From logits, without overflow or cancellation. TF.js's own softplus takes ten times as long on WASM.
 */
export function binaryCrossEntropy(
  a: tf.Tensor,
  p: tf.Tensor,
  t: tf.Tensor,
  constants: Constants,
): tf.Tensor {
  const likelier = tf.maximum(p, tf.sub(constants.of(1), p));
  return tf.sub(tf.sub(tf.relu(a), tf.mul(a, t)), tf.log(likelier));
}

/** P probabilities of each row and what a loss on them needs. y [K, B, P]: the label, or one-hot of it for P > 1. */
export interface Head {
  probabilities(logits: tf.Tensor3D): tf.Tensor3D;
  /** Cross entropy of each row. [K, B, 1] */
  loss(logits: tf.Tensor3D, p: tf.Tensor3D, y: tf.Tensor3D): tf.Tensor3D;
  /** 1 where the predicted class (p >= 0.5, or the first of the largest) is the label, else 0. [K, B, 1] */
  correct(p: tf.Tensor3D, y: tf.Tensor3D): tf.Tensor3D;
}

/** One sigmoid for two classes, a softmax over all for more. */
export function createHead(outputs: number, constants: Constants): Head {
  return outputs === 1 ? sigmoidHead(constants) : softmaxHead();
}

function sigmoidHead(constants: Constants): Head {
  return {
    probabilities: (logits) => tf.sigmoid(logits),
    loss: (logits, p, y) => binaryCrossEntropy(logits, p, y, constants) as tf.Tensor3D,
    correct(p, y) {
      const predicted = tf.cast(tf.greaterEqual(p, constants.of(0.5)), 'float32');
      return tf.cast(tf.equal(predicted, y), 'float32') as tf.Tensor3D;
    },
  };
}

/** Logits less their largest, which changes no probability and lets nothing overflow. */
const shifted = (logits: tf.Tensor3D): tf.Tensor => tf.sub(logits, tf.max(logits, -1, true));

function softmaxHead(): Head {
  return {
    probabilities(logits) {
      const powers = tf.exp(shifted(logits));
      return tf.div(powers, tf.sum(powers, -1, true));
    },
    loss(logits, _p, y) {
      const a = shifted(logits);
      const total = tf.log(tf.sum(tf.exp(a), -1, true));
      return tf.sub(total, tf.sum(tf.mul(a, y), -1, true));
    },
    correct(p, y) {
      const [lanes, rows] = p.shape;
      const same = tf.equal(tf.argMax(p, -1), tf.argMax(y, -1));
      return tf.reshape(tf.cast(same, 'float32'), [lanes, rows, 1]);
    },
  };
}
