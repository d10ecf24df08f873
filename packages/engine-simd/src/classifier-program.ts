import { allocateBatch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { ClassifierLayout } from './layout.ts';
import type { Model } from './model.ts';
import type { Instruction } from './program.ts';

/** Instructions of a classifier's passes. */
export interface ClassifierPrograms {
  /** From rows to the gradient of every layer. */
  train(): Instruction[];
  /** From rows to probabilities, [rows, P] from the address `out` on. */
  predict(out: number): Instruction[];
}

/** `totals` holds two f64: the sum of the loss, the rows classified rightly. */
export function createClassifierPrograms(
  region: Region,
  model: Model,
  layout: ClassifierLayout,
  features: number,
  batchSize: number,
  totals: number,
): ClassifierPrograms {
  const { logistic } = layout;
  const batch = allocateBatch(region, features, batchSize);
  const hidden = layout.hidden.map((place) => model.layer(place));
  const output = model.layer(layout.head);
  const activations = [batch.x, ...hidden.map(({ outputs }) => region.allocate(outputs * batch.stride))];
  const head = createHead(
    region,
    batch,
    output.outputs,
    (logits) => (logistic ? rowLogits(logits) : dense(output, activations.at(-1)!, logits, false)),
    1,
    totals,
    totals + 8,
  );
  const forward: Instruction[] = [
    ...(logistic ? batch.loadWeights : batch.load),
    ...hidden.map((layer, i) => dense(layer, activations[i]!, activations[i + 1]!, true)),
    ...head.forward,
  ];

  function rowLogits(logits: number): Instruction {
    return ['ROW_LOGITS', output.inputs / 4, features * 4, output.w, logits, batch.labels];
  }

  function backward(): Instruction[] {
    if (logistic) return [['ROW_GRADIENT', output.inputs / 4, features * 4, head.d, output.g]];
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
    train: () => [...forward, ...backward()],
    predict: (out) => [...forward, ['SCATTER_NARROW', head.p, output.outputs, out]],
  };
}
