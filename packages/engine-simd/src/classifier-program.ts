import type { ClassifierNetwork } from '@latentsweep/core';
import { allocateBatch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { Model } from './model.ts';
import type { Instruction } from './program.ts';

/** Instructions of a classifier's passes. */
export interface ClassifierPrograms {
  /** From rows to the gradient of every layer. */
  train(): Instruction[];
  /** From rows to probabilities, [rows, P] from the address `out` on. */
  predict(out: number): Instruction[];
}

/** Two classes and no hidden layer: the deck's classifier, which has a kernel of its own. */
export function isLogistic(network: ClassifierNetwork): boolean {
  return network.hiddenSizes.length === 0 && network.classes === 2;
}

/** `totals` holds two f64: the sum of the loss, the rows classified rightly. */
export function createClassifierPrograms(
  region: Region,
  model: Model,
  network: ClassifierNetwork,
  batchSize: number,
  totals: number,
): ClassifierPrograms {
  const { layers } = model;
  const logistic = isLogistic(network);
  const batch = allocateBatch(region, network.features, batchSize);
  const tile = (rows: number) => region.allocate(rows * batch.stride);
  const hidden = layers.slice(0, -1);
  const activations = [batch.x, ...hidden.map(({ outputs }) => tile(outputs))];
  const output = layers.at(-1)!;
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
    return ['ROW_LOGITS', output.inputs / 4, network.features * 4, output.w, logits, batch.labels];
  }

  function backward(): Instruction[] {
    if (logistic) return [['ROW_GRADIENT', output.inputs / 4, network.features * 4, head.d, output.g]];
    let d = head.d;
    return layers.toReversed().flatMap((layer, fromEnd) => {
      const from = activations[layers.length - 1 - fromEnd]!;
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
