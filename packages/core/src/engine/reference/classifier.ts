/** The classifier, one row at a time: h_0 = x, h_i = relu(h_(i-1) W + b), p = head(h W + b), loss = cross entropy. */

import { type ClassifierNetwork, classifierLayers } from '../../model/network.ts';
import { dense, denseBackward, place, relu, reluBackward } from './dense.ts';
import { type HeadOutput, head } from './head.ts';

export interface ClassifierRow {
  readonly x: Float64Array;
  readonly y: number;
  /** Factor of the row's loss. */
  readonly weight: number;
}

export interface ClassifierActivations {
  readonly hidden: readonly Float64Array[];
  readonly head: HeadOutput;
}

export function classifierForward(
  network: ClassifierNetwork,
  w: Float64Array,
  row: ClassifierRow,
): ClassifierActivations {
  const layers = place(classifierLayers(network));
  const hidden: Float64Array[] = [row.x];
  layers.slice(0, -1).forEach((layer, i) => {
    hidden.push(relu(dense(layer, w, hidden[i]!)));
  });
  return { hidden, head: head(dense(layers.at(-1)!, w, hidden.at(-1)!), row.y) };
}

/** Adds scale * d loss / d w of one row to dw. */
export function classifierBackward(
  network: ClassifierNetwork,
  w: Float64Array,
  at: ClassifierActivations,
  scale: number,
  dw: Float64Array,
): void {
  const layers = place(classifierLayers(network));
  const da = at.head.da.map((d) => d * scale);
  let dh = denseBackward(layers.at(-1)!, w, at.hidden.at(-1)!, da, dw);
  for (let i = layers.length - 2; i >= 0; i--) {
    dh = denseBackward(layers[i]!, w, at.hidden[i]!, reluBackward(at.hidden[i + 1]!, dh), dw);
  }
}
