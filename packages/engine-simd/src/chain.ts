import { type Dense, hasRelu, Purpose } from '@latentsweep/core';
import { dense, inputGradient, weightGradient } from './dense.ts';
import type { Region } from './heap.ts';
import { imageLayer, type OfImages } from './image.ts';
import type { Machine } from './kernels.ts';
import type { Model } from './model.ts';
import { chunksOf, dropThreshold, noiseBytes, pitchOf } from './noise.ts';
import { float, type Instruction } from './program.ts';
import type { HiddenLayer } from './supports.ts';

/** The values between two layers. */
export interface Values {
  readonly at: number;
  readonly units: number;
  /** An image in blocks of 8 rows of the batch; else a tile [units, batch]. */
  readonly blocks: boolean;
  /** Whether their gradient is wanted: by a layer before them that has parameters, or by what made the first ones. */
  readonly learnt: boolean;
  /** What dropout scaled them by, which scales their gradient. Null: no relu made them. */
  readonly scale: number | null;
  /** Where their gradient goes, as they lie themselves: over them, unless they are to stay and no relu made them. */
  readonly gradientAt: number;
}

interface Step {
  readonly forward: readonly Instruction[];
  readonly backward: readonly Instruction[];
  /** Left out where nothing is trained. */
  readonly training?: boolean;
}

/** What surrounds hidden layers. */
interface Surroundings {
  readonly batchSize: number;
  /** Bytes of a row of a tile. */
  readonly stride: number;
  /** Dropped after each layer that a relu follows, and the purpose of the first one's words. */
  readonly dropout?: { readonly rate: number; readonly purpose: number };
  /** Rows of tiles behind what a layer makes. */
  readonly spare?: number;
  /** No relu follows the last layer. */
  readonly open?: boolean;
}

/**
 * Layers, with the relu that follows each, from x on: instructions forward and back, and the tile that the last one gives.
 * Going back, gradients of activations are written over these.
 */
export function chainLayers(
  machine: Machine,
  region: Region,
  model: Model,
  layers: readonly HiddenLayer[],
  x: Values,
  { batchSize, stride, dropout, spare = 0, open = false }: Surroundings,
) {
  const steps: Step[] = [];
  const allocate = (units: number) => region.allocate((units + spare) * stride);

  /** The same values as a tile, or in blocks. */
  function turned(values: Values, blocks: boolean): Values {
    if (values.blocks === blocks) return values;
    const { at, units, learnt, gradientAt } = values;
    const to = allocate(units);
    const there = ['TO_BLOCKS', 'TO_TILE'] as const;
    const [forth, back] = blocks ? there : (there.toReversed() as ['TO_TILE', 'TO_BLOCKS']);
    steps.push({
      forward: [[forth, at, units, to]],
      backward: learnt ? [[back, to, units, gradientAt]] : [],
    });
    return { ...values, at: to, blocks, gradientAt: to };
  }

  /** Of each layer, the share that is dropped of what it makes; a layer of dropout makes what it is given. */
  const rateOf = (layer: HiddenLayer): number =>
    layer.kind === 'dropout' ? layer.rate : hasRelu(layer) ? (dropout?.rate ?? 0) : 0;
  const most = Math.max(0, ...layers.map((layer) => (rateOf(layer) > 0 ? layer.outputs : 0)));
  const words = region.allocate(noiseBytes(most, batchSize));

  /** Drops values where they lie. */
  function drop(rate: number, purpose: number, values: Values): Values {
    if (rate === 0) return values;
    const scale = 1 / (1 - rate);
    const { at, units, blocks } = values;
    const operands = [words, pitchOf(batchSize), dropThreshold(rate), float(scale)] as const;
    steps.push({
      training: true,
      forward: [
        ['WORDS', words, chunksOf(units, batchSize), purpose],
        [blocks ? 'DROPOUT_BLOCKS' : 'DROPOUT', at, units, ...operands],
      ],
      backward: [],
    });
    return { ...values, scale: (values.scale ?? 1) * scale };
  }

  function through(given: Values, layer: HiddenLayer, h: number): Values {
    if (layer.kind === 'dropout') return drop(layer.rate, Purpose.classifierDropout + 256 * h, given);
    const relu = !(open && h === layers.length - 1);
    const made = layer.kind === 'dense' ? throughDense(given, layer, relu) : throughImage(given, layer, relu);
    return dropout ? drop(rateOf(layer), dropout.purpose + 256 * h, made) : made;
  }

  function throughDense(given: Values, layer: Dense, relu: boolean): Values {
    const from = turned(given, false);
    const placed = model.layer(layer);
    const at = allocate(layer.outputs);
    steps.push({
      forward: [dense(placed, from.at, at, relu)],
      backward: [
        weightGradient(placed, from.at, at),
        ...(from.learnt ? [inputGradient(placed, at, from.gradientAt, from.scale)] : []),
      ],
    });
    return madeAt(at, layer.outputs, false, true);
  }

  function throughImage(given: Values, layer: OfImages, relu: boolean): Values {
    const from = turned(given, true);
    const own = imageLayer(machine, region, model, layer, relu);
    const at = allocate(layer.outputs);
    steps.push({
      forward: [own.forward(from.at, at)],
      backward: [
        ...own.gradient(from.at, at),
        ...(from.learnt ? [own.back(at, from.gradientAt, from.scale)] : []),
      ],
    });
    return madeAt(at, layer.outputs, true, from.learnt || layer.size > 0);
  }

  let values = x;
  for (const [h, layer] of layers.entries()) values = through(values, layer, h);
  const last = turned(values, false);
  return {
    last,
    forward: (trained: boolean) =>
      steps.flatMap(({ forward, training = false }) => (training && !trained ? [] : forward)),
    backward: steps.toReversed().flatMap(({ backward }) => backward),
  };
}

const madeAt = (at: number, units: number, blocks: boolean, learnt: boolean): Values => ({
  ...{ at, units, blocks, learnt, scale: 1, gradientAt: at },
});
