import {
  type ClassifierNetwork,
  classifierLayers,
  type Dense,
  parameterCount,
  type VaeNetwork,
  vaeLayers,
} from '@latentsweep/core';
import { rowWidth } from './rows.ts';

/** A layer as the kernels have it: W [inputs, outputs] row-major, then b, from float `at` on. */
export interface Placed {
  readonly inputs: number;
  readonly outputs: number;
  readonly at: number;
}

/** How the flat parameters of the port lie in the kernels' memory. */
export interface Layout {
  readonly layers: readonly Placed[];
  /** Floats in memory, a multiple of 4. */
  readonly size: number;
  /** Where in memory each of the port's parameters lies. */
  readonly places: Uint32Array;
}

const padded = (count: number): number => Math.ceil(count / 4) * 4;

function inOrder(count: number): Uint32Array {
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = i;
  return places;
}

/** Layers one after another, as the port has them. */
function place(layers: readonly Dense[]): Placed[] {
  let at = 0;
  return layers.map(({ inputs, outputs }) => {
    const placed = { inputs, outputs, at };
    at += inputs * outputs + outputs;
    return placed;
  });
}

/** mu and log sigma^2 become one layer of 2 L outputs, mu's first; the other layers stay as they are. */
export function vaeLayout(network: VaeNetwork): Layout {
  const given = place(vaeLayers(network));
  const depth = network.hiddenSizes.length;
  const mu = given[depth]!;
  const { inputs, outputs: size } = mu;
  const places = inOrder(parameterCount(vaeLayers(network)));
  for (let half = 0; half < 2; half++) {
    const from = given[depth + half]!.at;
    for (let i = 0; i <= inputs; i++) {
      for (let o = 0; o < size; o++) places[from + i * size + o] = mu.at + (2 * i + half) * size + o;
    }
  }
  const layers = [
    ...given.slice(0, depth),
    { inputs, outputs: 2 * size, at: mu.at },
    ...given.slice(depth + 2),
  ];
  return { layers, size: padded(places.length), places };
}

export function classifierLayout(network: ClassifierNetwork): Layout {
  const layers = place(classifierLayers(network));
  const count = parameterCount(classifierLayers(network));
  return { layers, size: padded(count), places: inOrder(count) };
}

/** Logistic regression over whole rows, label and padding included: those weights are and stay 0. */
export function logisticLayout(features: number): Layout {
  const width = rowWidth(features);
  const places = inOrder(features + 1);
  places[features] = width;
  return { layers: [{ inputs: width, outputs: 1, at: 0 }], size: width + 4, places };
}
