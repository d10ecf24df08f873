/** The classifier of core/model over K lanes at once. Letters as in vae.ts. */

import type { ClassifierParts } from '@latentsweep/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { type Chained, chainOf, gateOf, type Kept } from './chain.ts';
import { createHead } from './head.ts';
import type { HiddenLayer } from './hidden.ts';
import type { Program, RowInputs } from './program.ts';

export interface ClassifierInputs extends RowInputs {
  /** By hidden layer, null where it drops none. */
  readonly keep: readonly (Kept | null)[];
}

interface ClassifierActivations {
  readonly hidden: Chained;
  readonly logits: Tensor3D;
  readonly p: Tensor3D;
}

/** Its scale is a row's weight over the rows of the batch, [K, B, 1]; its sums are [K, 1] each. */
export function createClassifierProgram(
  parts: ClassifierParts<HiddenLayer>,
  math: LaneMath,
): Program<ClassifierInputs, ClassifierActivations, Tensor3D> {
  const head = createHead(parts.head.outputs, math);
  const chain = chainOf(parts.hidden, math);
  return {
    forward(w, { x, keep }) {
      const hidden = chain(w, { y: x, relu: false, learnt: false }, keep);
      const logits = math.dense(w, parts.head, hidden.last.y, false);
      return { hidden, logits, p: head.probabilities(logits) };
    },

    backward(w, { y }, { hidden, p }, scales) {
      const { last, back } = hidden;
      const d = math.errors(p, y, scales);
      const gradients: LayerGradient[] = [{ layer: parts.head, x: last.y, dy: d }];
      if (last.learnt) back(math.inputGradient(w, parts.head, d, gateOf(last)), gradients);
      return math.weightGradient(gradients.reverse());
    },

    sums: ({ y }, { logits, p }, weights, mask) => [
      head.lossSums(weights, logits, p, y),
      head.correctSums(mask, p, y),
    ],
  };
}
