import { type Dropout, Purpose } from '@latentsweep/core';
import { dense, inputGradient, weightGradient } from './dense.ts';
import type { Region } from './heap.ts';
import { imageLayer } from './image.ts';
import type { Machine } from './kernels.ts';
import type { Model } from './model.ts';
import { chunksOf, dropThreshold, noiseBytes, pitchOf } from './noise.ts';
import { float, type Instruction } from './program.ts';
import { type HiddenLayer, takesBlocks } from './supports.ts';

/** The values between two layers. */
interface Values {
  readonly at: number;
  readonly units: number;
  /** An image in blocks of 8 rows of the batch; else a tile [units, batch]. */
  readonly blocks: boolean;
  /** Whether a layer before them has parameters, so that their gradient is wanted. */
  readonly learnt: boolean;
  /** What dropout scaled them by, which scales their gradient. */
  readonly scale: number;
}

interface Step {
  readonly forward: readonly Instruction[];
  readonly backward: readonly Instruction[];
  /** Left out where nothing is trained. */
  readonly training?: boolean;
}

/**
 * Hidden layers, a relu after each, from x on: instructions forward and back, and the tile that the last one gives. Going
 * back, gradients of activations are written over these.
 */
export function chainLayers(
  machine: Machine,
  region: Region,
  model: Model,
  layers: readonly HiddenLayer[],
  x: { readonly at: number; readonly units: number; readonly stride: number },
  batchSize: number,
) {
  const steps: Step[] = [];
  const allocate = (units: number) => region.allocate(units * x.stride);

  function asTile(values: Values): Values {
    const { at, units, blocks, learnt } = values;
    if (!blocks) return values;
    const to = allocate(units);
    steps.push({
      forward: [['TO_TILE', at, units, to]],
      backward: learnt ? [['TO_BLOCKS', to, units, at]] : [],
    });
    return { ...values, at: to, blocks: false };
  }

  const most = Math.max(0, ...layers.map(({ kind, outputs }) => (kind === 'dropout' ? outputs : 0)));
  const words = region.allocate(noiseBytes(most, batchSize));

  /** Drops values where they lie. */
  function drop({ rate, outputs }: Dropout, h: number, values: Values): Values {
    if (rate === 0) return values;
    const scale = 1 / (1 - rate);
    const noise = Purpose.classifierDropout + 256 * h;
    const operands = [words, pitchOf(batchSize), dropThreshold(rate), float(scale)] as const;
    steps.push({
      training: true,
      forward: [
        ['WORDS', words, chunksOf(outputs, batchSize), noise],
        [values.blocks ? 'DROPOUT_BLOCKS' : 'DROPOUT', values.at, outputs, ...operands],
      ],
      backward: [],
    });
    return { ...values, scale: values.scale * scale };
  }

  function through(given: Values, layer: HiddenLayer, h: number): Values {
    if (layer.kind === 'dropout') return drop(layer, h, given);
    if (layer.kind === 'dense') {
      const from = asTile(given);
      const placed = model.layer(layer);
      const at = allocate(layer.outputs);
      steps.push({
        forward: [dense(placed, from.at, at, true)],
        backward: [
          weightGradient(placed, from.at, at),
          ...(from.learnt ? [inputGradient(placed, at, from.at, from.scale)] : []),
        ],
      });
      return { at, units: layer.outputs, blocks: false, learnt: true, scale: 1 };
    }
    const own = imageLayer(machine, region, model, layer);
    const at = allocate(layer.outputs);
    steps.push({
      forward: [own.forward(given.at, at)],
      backward: [
        ...own.gradient(given.at, at),
        ...(given.learnt ? [own.back(at, given.at, given.scale)] : []),
      ],
    });
    return { at, units: layer.outputs, blocks: true, learnt: given.learnt || own.learns, scale: 1 };
  }

  let values: Values = { ...x, blocks: takesBlocks(layers), learnt: false, scale: 1 };
  for (const [h, layer] of layers.entries()) values = through(values, layer, h);
  const last = asTile(values);
  return {
    last,
    forward: (trained: boolean) =>
      steps.flatMap(({ forward, training = false }) => (training && !trained ? [] : forward)),
    backward: steps.toReversed().flatMap(({ backward }) => backward),
  };
}
