import { allocateBatch, allocateImages } from './batch.ts';
import { chainLayers } from './chain.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { ClassifierLayout } from './layout.ts';
import type { Model } from './model.ts';
import type { Instruction } from './program.ts';
import { takesBlocks } from './supports.ts';

/** Instructions of a classifier's passes. `totals` holds two f64: the sum of the loss, the rows classified rightly. */
export function createClassifierPrograms(
  machine: Machine,
  region: Region,
  model: Model,
  layout: ClassifierLayout,
  features: number,
  batchSize: number,
  totals: number,
) {
  const { logistic } = layout;
  const blocks = takesBlocks(layout.hidden);
  const batch = (blocks ? allocateImages : allocateBatch)(region, features, batchSize);
  const output = model.layer(layout.head);
  const { inputs, outputs, w, g } = output;
  const x = { at: batch.x, units: features, blocks, learnt: false, scale: 1, gradientAt: batch.x };
  const { stride } = batch;
  const hidden = chainLayers(machine, region, model, layout.hidden, x, { batchSize, stride });
  const { last } = hidden;
  const toLogits = (logits: number): Instruction =>
    logistic
      ? ['ROW_LOGITS', inputs / 4, features * 4, w, logits, batch.labels]
      : dense(output, last.at, logits, false);
  const head = createHead(region, batch, outputs, toLogits, 1, totals, totals + 8);
  const forward = (training: boolean): readonly Instruction[] => [
    ...(logistic ? batch.loadWeights : batch.load),
    ...hidden.forward(training),
    ...head.forward,
  ];
  const backward: readonly Instruction[] = logistic
    ? [['ROW_GRADIENT', inputs / 4, features * 4, head.d, g]]
    : [
        weightGradient(output, last.at, head.d),
        ...(last.learnt ? [inputGradient(output, head.d, last.at, last.scale)] : []),
        ...hidden.backward,
      ];

  return {
    /** From rows to the gradient of every layer. */
    train: [...forward(true), ...backward],
    /** From rows to probabilities, [rows, P] from the address `out` on. */
    predict: (out: number): Instruction[] => [...forward(false), ['SCATTER_NARROW', head.p, outputs, out]],
  };
}
