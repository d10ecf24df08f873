/** The classifier of core/model over K lanes at once. Letters as in vae.ts. */

import type { ClassifierParts, Dense } from '@latentsweep/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { createHead } from './head.ts';

interface ClassifierActivations {
  /** x, then each hidden layer after its relu. */
  readonly hidden: readonly tf.Tensor3D[];
  readonly logits: tf.Tensor3D;
  readonly p: tf.Tensor3D;
}

export interface ClassifierProgram {
  forward(w: tf.Tensor2D, x: tf.Tensor3D): ClassifierActivations;
  /** d loss / d w; `scale`: a row's weight over the rows of the batch, [K, B, 1]. [K, P] */
  backward(w: tf.Tensor2D, y: tf.Tensor3D, at: ClassifierActivations, scale: tf.Tensor3D): tf.Tensor2D;
  /** Sums over rows of the loss, times `weights`, and of the rows classified rightly, times `mask`. [K, 1] each */
  sums(y: tf.Tensor3D, at: ClassifierActivations, weights: tf.Tensor3D, mask: tf.Tensor3D): tf.Tensor2D[];
}

export function createClassifierProgram(parts: ClassifierParts<Dense>, math: LaneMath): ClassifierProgram {
  const { layers } = parts;
  const head = createHead(parts.head.outputs, math);
  return {
    forward(w, x) {
      const hidden = [x];
      parts.hidden.forEach((layer, i) => {
        hidden.push(math.dense(w, layer, hidden[i]!, true));
      });
      const logits = math.dense(w, parts.head, hidden.at(-1)!, false);
      return { hidden, logits, p: head.probabilities(logits) };
    },

    backward(w, y, { hidden, p }, scale) {
      let d = math.errors(p, y, scale);
      const gradients: LayerGradient[] = [];
      for (let i = layers.length - 1; i >= 0; i--) {
        const layer = layers[i]!;
        gradients.push({ layer, x: hidden[i]!, dy: d });
        if (i > 0) d = math.inputGradient(w, layer, d, { gate: hidden[i]! });
      }
      return math.weightGradient(gradients.reverse());
    },

    sums: (y, { logits, p }, weights, mask) => [
      head.lossSums(weights, logits, p, y),
      head.correctSums(mask, p, y),
    ],
  };
}
