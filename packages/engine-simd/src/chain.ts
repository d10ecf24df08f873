import { dense, inputGradient, weightGradient } from './dense.ts';
import type { Region } from './heap.ts';
import { imageLayer } from './image.ts';
import type { Machine } from './kernels.ts';
import type { Model } from './model.ts';
import type { Instruction } from './program.ts';
import { type HiddenLayer, takesBlocks } from './supports.ts';

/** The values between two layers. */
interface Values {
  readonly at: number;
  readonly units: number;
  /** An image in blocks of 8 rows of the batch; else a tile [units, batch]. */
  readonly blocks: boolean;
  /** Whether a layer before them has parameters, so that their gradient is wanted. */
  readonly learnt: boolean;
}

interface Step {
  readonly forward: readonly Instruction[];
  readonly backward: readonly Instruction[];
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

  function through(given: Values, layer: HiddenLayer): Values {
    if (layer.kind === 'dense') {
      const from = asTile(given);
      const placed = model.layer(layer);
      const at = allocate(layer.outputs);
      steps.push({
        forward: [dense(placed, from.at, at, true)],
        backward: [
          weightGradient(placed, from.at, at),
          ...(from.learnt ? [inputGradient(placed, at, from.at, 1)] : []),
        ],
      });
      return { at, units: layer.outputs, blocks: false, learnt: true };
    }
    const own = imageLayer(machine, region, model, layer);
    const at = allocate(layer.outputs);
    steps.push({
      forward: [own.forward(given.at, at)],
      backward: [...own.gradient(given.at, at), ...(given.learnt ? [own.back(at, given.at, 1)] : [])],
    });
    return { at, units: layer.outputs, blocks: true, learnt: given.learnt || own.learns };
  }

  const [first] = layers;
  let values: Values = { ...x, blocks: first !== undefined && takesBlocks(first), learnt: false };
  for (const layer of layers) values = through(values, layer);
  const last = asTile(values);
  return {
    last,
    forward: steps.flatMap(({ forward }) => forward),
    backward: steps.toReversed().flatMap(({ backward }) => backward),
  };
}
