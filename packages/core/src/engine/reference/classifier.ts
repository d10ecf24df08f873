/** The classifier, one row at a time: h_0 = x, h_i = relu(h_(i-1) W + b), p = head(h W + b), loss = cross entropy. */

import type { ClassifierParts } from '../../model/parts.ts';
import { head } from './head.ts';
import { backward, forward } from './layer/kinds.ts';
import { relu, reluBackward } from './relu.ts';

export interface ClassifierRow {
  readonly x: Float64Array;
  readonly y: number;
  /** Factor of the row's loss. */
  readonly weight: number;
}

export type ClassifierActivations = ReturnType<typeof classifierForward>;

export function classifierForward(parts: ClassifierParts, w: Float64Array, row: ClassifierRow) {
  const hidden: Float64Array[] = [row.x];
  parts.hidden.forEach((layer, i) => {
    hidden.push(relu(forward(layer, w, hidden[i]!)));
  });
  return { hidden, head: head(forward(parts.head, w, hidden.at(-1)!), row.y) };
}

/** Adds scale * d loss / d w of one row to dw. */
export function classifierBackward(
  parts: ClassifierParts,
  w: Float64Array,
  at: ClassifierActivations,
  scale: number,
  dw: Float64Array,
): void {
  const da = at.head.da.map((d) => d * scale);
  let dh = backward(parts.head, w, at.hidden.at(-1)!, da, dw);
  for (let i = parts.hidden.length - 1; i >= 0; i--) {
    dh = backward(parts.hidden[i]!, w, at.hidden[i]!, reluBackward(at.hidden[i + 1]!, dh), dw);
  }
}
