/** The classifier of core/model over K lanes at once. Letters as in vae.ts. */

import type { ClassifierParts } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { createHead } from './head.ts';
import { type HiddenLayer, hiddenOf } from './hidden.ts';
import type { Program, RowInputs } from './program.ts';

export interface ClassifierInputs extends RowInputs {
  /** What the values of each hidden layer are multiplied by, [K, B, H]; null where it drops none. */
  readonly keep: readonly (tf.Tensor3D | null)[];
}

interface ClassifierActivations {
  /** From the last one that has parameters on back to the first: nothing before it need be trained. */
  readonly back: (d: tf.Tensor3D, gradients: LayerGradient[]) => void;
  /** What the outputs are made of, and what dropout scaled it by. */
  readonly last: tf.Tensor3D;
  readonly scale: number;
  readonly logits: tf.Tensor3D;
  readonly p: tf.Tensor3D;
}

/** Its scale is a row's weight over the rows of the batch, [K, B, 1]; its sums are [K, 1] each. */
export function createClassifierProgram(
  parts: ClassifierParts<HiddenLayer>,
  math: LaneMath,
): Program<ClassifierInputs, ClassifierActivations, tf.Tensor3D> {
  const head = createHead(parts.head.outputs, math);
  const hidden = parts.hidden.map((layer) => ({
    layer,
    pass: layer.kind === 'dropout' ? null : hiddenOf(layer, math),
  }));
  const scaleOf = (lanes: number, scale: number) =>
    scale === 1 ? undefined : (tf.fill([lanes], scale) as tf.Tensor1D);
  return {
    forward(w, { x, keep }) {
      const lanes = x.shape[0];
      let values = x;
      let scale = 1;
      let learnt = false;
      let back: ClassifierActivations['back'] = () => {};
      hidden.forEach(({ layer, pass }, h) => {
        if (layer.kind === 'dropout' || !pass) {
          const factors = keep[h];
          if (!factors) return;
          values = tf.mul(values, factors);
          if (layer.kind === 'dropout') scale /= 1 - layer.rate;
          return;
        }
        const passed = pass(w, values);
        const before = { back, scale, learnt };
        back = (d, gradients) => {
          const own = passed.gradient(d);
          if (own) gradients.push(own);
          if (before.learnt) before.back(passed.back(d, scaleOf(lanes, before.scale)), gradients);
        };
        values = passed.y;
        scale = 1;
        learnt ||= layer.size > 0;
      });
      const logits = math.dense(w, parts.head, values, false);
      return { back, last: values, scale, logits, p: head.probabilities(logits) };
    },

    backward(w, { y }, { back, last, scale, p }, scales) {
      const d = math.errors(p, y, scales);
      const gradients: LayerGradient[] = [{ layer: parts.head, x: last, dy: d }];
      if (parts.hidden.some(({ size }) => size > 0)) {
        const options = { gate: last, scale: scaleOf(last.shape[0], scale) };
        back(math.inputGradient(w, parts.head, d, options), gradients);
      }
      return math.weightGradient(gradients.reverse());
    },

    sums: ({ y }, { logits, p }, weights, mask) => [
      head.lossSums(weights, logits, p, y),
      head.correctSums(mask, p, y),
    ],
  };
}
