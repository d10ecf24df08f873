import { allocateBatch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { ClassifierLayout } from './layout.ts';
import type { Model } from './model.ts';
import type { Instruction } from './program.ts';

/** Instructions of a classifier's passes. `totals` holds two f64: the sum of the loss, the rows classified rightly. */
export function createClassifierPrograms(
  region: Region,
  model: Model,
  layout: ClassifierLayout,
  features: number,
  batchSize: number,
  totals: number,
) {
  const { logistic } = layout;
  const batch = allocateBatch(region, features, batchSize);
  const hidden = layout.hidden.map((place) => model.layer(place));
  const output = model.layer(layout.head);
  const { inputs, outputs, w, g } = output;
  const activations = [batch.x, ...hidden.map((layer) => region.allocate(layer.outputs * batch.stride))];
  const toLogits = (logits: number): Instruction =>
    logistic
      ? ['ROW_LOGITS', inputs / 4, features * 4, w, logits, batch.labels]
      : dense(output, activations.at(-1)!, logits, false);
  const head = createHead(region, batch, outputs, toLogits, 1, totals, totals + 8);
  const forward: readonly Instruction[] = [
    ...(logistic ? batch.loadWeights : batch.load),
    ...hidden.map((layer, i) => dense(layer, activations[i]!, activations[i + 1]!, true)),
    ...head.forward,
  ];

  function backward(): Instruction[] {
    if (logistic) return [['ROW_GRADIENT', inputs / 4, features * 4, head.d, g]];
    let d = head.d;
    return [...hidden, output].toReversed().flatMap((layer, fromEnd) => {
      const from = activations.at(-1 - fromEnd)!;
      const gradient = weightGradient(layer, from, d);
      if (from === batch.x) return [gradient];
      const instructions = [gradient, inputGradient(layer, d, from, 1)];
      d = from;
      return instructions;
    });
  }

  return {
    /** From rows to the gradient of every layer. */
    train: [...forward, ...backward()],
    /** From rows to probabilities, [rows, P] from the address `out` on. */
    predict: (out: number): Instruction[] => [...forward, ['SCATTER_NARROW', head.p, outputs, out]],
  };
}
