import type { Dense } from '@latentsweep/core';
import type { Place } from './layout.ts';
import type { Instruction } from './program.ts';
import type { Tiles } from './tiles.ts';

/** Through what a layer's inputs were made, which their gradient goes back through. */
export const THROUGH = { nothing: 0, relu: 1, dropout: 2 } as const;

/** The values between two layers: a tile, and where its gradient goes. */
export interface Values {
  readonly at: number;
  readonly through: (typeof THROUGH)[keyof typeof THROUGH];
  readonly gradientAt: number;
  /** Whether their gradient is wanted. */
  readonly learnt: boolean;
}

/** x [inputs, batch] -> y [outputs, batch]. */
export const dense = ({ inputs, outputs, at }: Place, x: number, y: number, relu: boolean): Instruction => [
  'DENSE',
  ...[x, inputs, at, outputs, y, relu ? 1 : 0],
];

/** From dy to the gradient of a layer of a network of `size` parameters, and to that of the values it was given. */
export function denseBackward(
  { inputs, outputs, at }: Place,
  from: Values,
  dy: number,
  size: number,
): readonly Instruction[] {
  const weights: Instruction = ['WEIGHT_GRADIENT', from.at, inputs, dy, outputs, size + at];
  if (!from.learnt) return [weights];
  return [weights, ['INPUT_GRADIENT', dy, outputs, at, inputs, from.gradientAt, from.through]];
}

interface ChainOptions {
  /** Parameters of the network. */
  readonly size: number;
  /** Dropped after each layer: the purpose of the first one's words. */
  readonly dropout?: number | undefined;
  /** No relu follows the last layer. */
  readonly open?: boolean;
}

/** Dense layers, with the relu that follows each, from x on. Going back, gradients are written over what the layers made. */
export function chain(
  tiles: Tiles,
  layers: readonly Dense[],
  x: Values,
  { size, dropout, open = false }: ChainOptions,
) {
  const through = dropout === undefined ? THROUGH.relu : THROUGH.dropout;
  const steps: { layer: Dense; from: Values; to: number; forward: Instruction; drop: Instruction[] }[] = [];
  let last = x;
  for (const [h, layer] of layers.entries()) {
    const to = tiles.tile(layer.outputs);
    const relu = !(open && h === layers.length - 1);
    steps.push({
      ...{ layer, from: last, to },
      forward: dense(layer, last.at, to, relu),
      drop: dropout === undefined ? [] : [['DROPOUT', to, layer.outputs, dropout + 256 * h]],
    });
    last = { at: to, through, gradientAt: to, learnt: true };
  }
  return {
    last,
    forward: (trained: boolean): readonly Instruction[] =>
      steps.flatMap(({ forward, drop }) => [forward, ...(trained ? drop : [])]),
    backward: steps.toReversed().flatMap(({ layer, from, to }) => denseBackward(layer, from, to, size)),
  };
}
