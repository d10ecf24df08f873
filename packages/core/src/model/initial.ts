import { Purpose, type Seed, Stream } from '../random/stream.ts';
import { LAYER_KINDS, type Layer } from './layer/kinds.ts';
import type { ClassifierNetwork, VaeNetwork } from './network.ts';
import { classifierParts, vaeParts } from './parts.ts';

/**
 * First parameters, flat, as each kind of layer has them. Each layer has a stream of its own, so that networks that
 * share a layer's shape share its first weights.
 */
export function initialParameters(layers: readonly Layer[], seed: Seed, purpose: number): Float32Array {
  const parameters = new Float32Array(layers.reduce((sum, { size }) => sum + size, 0));
  layers.forEach((layer, number) => {
    const own = parameters.subarray(layer.at, layer.at + layer.size);
    LAYER_KINDS[layer.kind].initialise(layer, own, new Stream(seed, purpose, number));
  });
  return parameters;
}

export const initialVae = (network: VaeNetwork, seed: Seed): Float32Array =>
  initialParameters(vaeParts(network).layers, seed, Purpose.vaeWeights);

export const initialClassifier = (network: ClassifierNetwork, seed: Seed): Float32Array =>
  initialParameters(classifierParts(network).layers, seed, Purpose.classifierWeights);
