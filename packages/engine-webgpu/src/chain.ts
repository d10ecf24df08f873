import { Purpose } from '@latentsweep/core';
import type { Place } from './layout.ts';
import { float, type Instruction } from './program.ts';
import type { HiddenLayer } from './supports.ts';
import type { Tiles } from './tiles.ts';

/** Through what a layer's inputs were made, which their gradient goes back through. `lane`: a relu, then what each lane drops. */
export const THROUGH = { nothing: 0, relu: 1, lane: 2 } as const;

/** The values between two layers: a tile, and where its gradient goes. */
export interface Values {
  readonly at: number;
  readonly through: (typeof THROUGH)[keyof typeof THROUGH];
  /** What layers of dropout scaled them by. */
  readonly scale: number;
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
  return [
    weights,
    ['INPUT_GRADIENT', dy, outputs, at, inputs, from.gradientAt, from.through, float(from.scale)],
  ];
}

/** Units whose random word is below it are dropped. */
export const dropThreshold = (rate: number): number => Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1);

/** What the others are scaled by. */
export const dropScale = (rate: number): number => 1 / (1 - rate);

interface ChainOptions {
  /** Parameters of the network. */
  readonly size: number;
  /** Each lane drops a share of its own after each layer: the purpose of the first one's words. */
  readonly dropout?: number | undefined;
  /** No relu follows the last layer. */
  readonly open?: boolean;
}

interface Step {
  readonly forward: readonly Instruction[];
  readonly backward: readonly Instruction[];
  /** Left out where nothing is trained. */
  readonly training?: boolean;
}

/** Layers, with the relu that follows each dense one, from x on. Going back, gradients are written over what the layers made. */
export function chain(
  tiles: Tiles,
  layers: readonly HiddenLayer[],
  x: Values,
  { size, dropout, open = false }: ChainOptions,
) {
  const steps: Step[] = [];
  let last = x;

  /** Drops values where they lie. `shares`: THROUGH.lane, or THROUGH.relu and what an instruction of this layer's own drops. */
  const drop = (units: number, purpose: number, ...shares: readonly number[]): void => {
    steps.push({ training: true, forward: [['DROPOUT', last.at, units, purpose, ...shares]], backward: [] });
  };

  for (const [h, layer] of layers.entries()) {
    if (layer.kind === 'dropout') {
      const { outputs, rate } = layer;
      if (rate === 0) continue;
      const scale = dropScale(rate);
      const own = [THROUGH.relu, dropThreshold(rate), float(scale)];
      drop(outputs, Purpose.classifierDropout + 256 * h, ...own);
      last = { ...last, through: THROUGH.relu, scale: last.scale * scale };
      continue;
    }
    const from = last;
    const to = tiles.tile(layer.outputs);
    const relu = !(open && h === layers.length - 1);
    steps.push({
      forward: [dense(layer, from.at, to, relu)],
      backward: denseBackward(layer, from, to, size),
    });
    last = { at: to, through: THROUGH.relu, scale: 1, gradientAt: to, learnt: true };
    if (dropout === undefined) continue;
    drop(layer.outputs, dropout + 256 * h, THROUGH.lane);
    last = { ...last, through: THROUGH.lane };
  }
  return {
    last,
    forward: (trained: boolean): readonly Instruction[] =>
      steps.flatMap(({ forward, training = false }) => (training && !trained ? [] : forward)),
    backward: steps.toReversed().flatMap(({ backward }) => backward),
  };
}
