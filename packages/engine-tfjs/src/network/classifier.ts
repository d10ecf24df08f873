/** The classifier of core/model over K lanes at once. Letters as in vae.ts. */

import type { ClassifierParts, Dense } from '@latentsweep/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { createHead } from './head.ts';
import type { Program, RowInputs } from './program.ts';

interface ClassifierActivations {
  /** x, then each hidden layer after its relu. */
  readonly hidden: readonly tf.Tensor3D[];
  readonly logits: tf.Tensor3D;
  readonly p: tf.Tensor3D;
}

/** Its scale is a row's weight over the rows of the batch, [K, B, 1]; its sums are [K, 1] each. */
export function createClassifierProgram(
  parts: ClassifierParts<Dense>,
  math: LaneMath,
): Program<RowInputs, ClassifierActivations, tf.Tensor3D> {
  const { layers } = parts;
  const head = createHead(parts.head.outputs, math);
  return {
    forward(w, { x }) {
      const hidden = [x];
      parts.hidden.forEach((layer, i) => {
        hidden.push(math.dense(w, layer, hidden[i]!, true));
      });
      const logits = math.dense(w, parts.head, hidden.at(-1)!, false);
      return { hidden, logits, p: head.probabilities(logits) };
    },

    backward(w, { y }, { hidden, p }, scale) {
      let d = math.errors(p, y, scale);
      const gradients: LayerGradient[] = [];
      for (let i = layers.length - 1; i >= 0; i--) {
        const layer = layers[i]!;
        gradients.push({ layer, x: hidden[i]!, dy: d });
        if (i > 0) d = math.inputGradient(w, layer, d, { gate: hidden[i]! });
      }
      return math.weightGradient(gradients.reverse());
    },

    sums: ({ y }, { logits, p }, weights, mask) => [
      head.lossSums(weights, logits, p, y),
      head.correctSums(mask, p, y),
    ],
  };
}
