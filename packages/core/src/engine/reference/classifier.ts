/**
 * The classifier, one row at a time: h_0 = x, h_i = keep_i * relu(h_(i-1) W + b), or as another kind of layer has it,
 * p = head(h W + b), loss = cross entropy. keep_i is of layers that drop: 0 or 1 / (1 - rate) a value.
 */

import { hasRelu } from '../../model/layer/kinds.ts';
import type { ClassifierParts } from '../../model/parts.ts';
import { head } from './head.ts';
import { backward, forward } from './layer/kinds.ts';
import { relu, reluBackward } from './relu.ts';

export interface ClassifierRow {
  readonly x: Float64Array;
  readonly y: number;
  /** Factor of the row's loss. */
  readonly weight: number;
  /** What each hidden layer's values are multiplied by; null where all are kept. Absent: nothing is dropped. */
  readonly keep?: readonly (Float64Array | null)[];
}

export type ClassifierActivations = ReturnType<typeof classifierForward>;

export function classifierForward(parts: ClassifierParts, w: Float64Array, row: ClassifierRow) {
  const hidden: Float64Array[] = [row.x];
  parts.hidden.forEach((layer, i) => {
    const values = forward(layer, w, hidden[i]!);
    hidden.push(kept(row, i, hasRelu(layer) ? relu(values) : values));
  });
  return { row, hidden, head: head(forward(parts.head, w, hidden.at(-1)!), row.y) };
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
    const layer = parts.hidden[i]!;
    const dy = kept(at.row, i, dh);
    const d = hasRelu(layer) ? reluBackward(at.hidden[i + 1]!, dy) : dy;
    dh = backward(layer, w, at.hidden[i]!, d, dw);
  }
}

/** Values of hidden layer i, or their gradient, as far as they are kept. */
function kept({ keep }: ClassifierRow, i: number, values: Float64Array): Float64Array {
  const factors = keep?.[i];
  return factors ? values.map((value, o) => value * factors[o]!) : values;
}
