import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath } from '../math/port.ts';

/** P probabilities of each row and what a loss on them needs. y [K, B, P]: the label, or one-hot of it for P > 1. */
export interface Head {
  probabilities(logits: tf.Tensor3D): tf.Tensor3D;
  /** Sums over rows of their cross entropy, weighted. [K, 1] */
  lossSums(weights: tf.Tensor3D, logits: tf.Tensor3D, p: tf.Tensor3D, y: tf.Tensor3D): tf.Tensor2D;
  /** Of 1 where the predicted class (p >= 0.5, or the first of the largest) is the label, else 0. [K, 1] */
  correctSums(weights: tf.Tensor3D, p: tf.Tensor3D, y: tf.Tensor3D): tf.Tensor2D;
}

/** One sigmoid for two classes, a softmax over all for more. */
export function createHead(outputs: number, math: LaneMath): Head {
  if (outputs > 1) return softmaxHead(math);
  return {
    probabilities: (logits) => tf.sigmoid(logits),
    lossSums: math.crossEntropySums,
    correctSums: math.correctSums,
  };
}

/** Logits less their largest, which changes no probability and lets nothing overflow. */
const shifted = (logits: tf.Tensor3D): tf.Tensor => tf.sub(logits, tf.max(logits, -1, true));

function softmaxHead(math: LaneMath): Head {
  return {
    probabilities(logits) {
      const powers = tf.exp(shifted(logits));
      return tf.div(powers, tf.sum(powers, -1, true));
    },
    lossSums(weights, logits, _p, y) {
      const a = shifted(logits);
      const total = tf.log(tf.sum(tf.exp(a), -1, true));
      return math.rowSums(weights, tf.sub(total, tf.sum(tf.mul(a, y), -1, true)));
    },
    correctSums(weights, p, y) {
      const same = tf.equal(tf.argMax(p, -1), tf.argMax(y, -1));
      return math.rowSums(weights, tf.reshape(tf.cast(same, 'float32'), weights.shape));
    },
  };
}
