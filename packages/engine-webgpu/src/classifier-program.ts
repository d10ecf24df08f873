import type { ClassifierParts, OptimizerKind } from '@latentsweep/core';
import { batchTiles } from './batch.ts';
import { chain, dense, denseBackward, THROUGH } from './chain.ts';
import type { Layout } from './layout.ts';
import type { Instruction } from './program.ts';
import type { HiddenLayer } from './supports.ts';
import { Tiles } from './tiles.ts';

interface ClassifierSettings {
  readonly features: number;
  readonly parts: ClassifierParts<HiddenLayer>;
  readonly layout: Layout;
  readonly batchSize: number;
  readonly optimizer: OptimizerKind;
}

/** What a classifier runs for each batch. The sums that it leaves of a measured one: the loss, right rows. */
export function classifierPrograms({ features, parts, layout, batchSize, optimizer }: ClassifierSettings) {
  const { size } = layout;
  const { head } = parts;
  const tiles = new Tiles(batchSize);
  const { x, labels, weights, load } = batchTiles(tiles, features);
  const given = { at: x, through: THROUGH.nothing, scale: 1, gradientAt: x, learnt: false };
  const hidden = chain(tiles, parts.hidden, given, { size });
  const p = tiles.tile(head.outputs);
  const d = tiles.tile(head.outputs);
  const terms = tiles.tile(2);
  /** Two classes and no hidden layer: the SIMD engine has kernels of its own for it, whose sums have an order of their own. */
  const logistic = parts.hidden.length === 0 && head.outputs === 1;
  const loss: Instruction =
    head.outputs === 1
      ? ['SIGMOID_LOSS', p, labels, d, weights, terms]
      : ['SOFTMAX_LOSS', p, head.outputs, labels, d, weights, terms];
  const forward = (trained: boolean): readonly Instruction[] => [
    ...load,
    ...hidden.forward(trained),
    logistic ? ['ROW_LOGITS', x, head.inputs, head.at, p] : dense(head, hidden.last.at, p, false),
    loss,
  ];
  const backward: readonly Instruction[] = logistic
    ? [['ROW_GRADIENT', x, head.inputs, d, size + head.at]]
    : [...denseBackward(head, hidden.last, d, size), ...hidden.backward];
  return {
    tiles,
    quantities: 2,
    programs: {
      train: [
        ...forward(true),
        ['SUMS', terms, 1, 2, 0, 2] as const,
        ...backward,
        [optimizer === 'adam' ? 'ADAM' : 'RMSPROP'] as const,
      ],
      predict: [...forward(false), ['TELL', p, head.outputs] as const],
    },
  };
}
