import { Purpose, type Seed, Stream } from '../random/stream.ts';

/** One dense layer: `inputs` to `outputs`, y = x W + b, W [inputs, outputs] row-major, b [outputs]. */
export interface Dense {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
}

export type OptimizerKind = 'rmsprop' | 'adam';

/**
 * A variational autoencoder with a prediction head, as data.
 *
 *   x [D] -> hidden (relu, dropout) ... -> mu [L], log sigma^2 [L]
 *   z = mu + sigma * eps -> hidden in reverse (relu) ... -> x^ [D] sigmoid -> p [P]
 *
 * The head reads the reconstruction x^. P is 1 with a sigmoid for two classes, K with a softmax for more.
 */
export interface VaeNetwork {
  readonly features: number;
  readonly hiddenSizes: readonly number[];
  readonly latentSize: number;
  readonly classes: number;
  readonly reconstruction: 'bce' | 'mse';
  readonly reduction: 'mean' | 'sum';
}

/** A feed-forward classifier: hidden layers (relu), then P outputs as in the VAE's head. No hidden layer: logistic regression. */
export interface ClassifierNetwork {
  readonly features: number;
  readonly hiddenSizes: readonly number[];
  readonly classes: number;
}

/** Outputs of a head over `classes` classes: one sigmoid for two, a softmax over all for more. */
export function headOutputs(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** Layers in the order of their parameters: encoder, mu, log sigma^2, decoder, x^, head. */
export function vaeLayers(network: VaeNetwork): Dense[] {
  const { features, hiddenSizes, latentSize, classes } = network;
  const layers: Dense[] = [];
  let width = features;
  hiddenSizes.forEach((size, i) => {
    layers.push({ name: `encoder.${i}`, inputs: width, outputs: size });
    width = size;
  });
  layers.push({ name: 'mu', inputs: width, outputs: latentSize });
  layers.push({ name: 'log_variance', inputs: width, outputs: latentSize });
  width = latentSize;
  hiddenSizes.toReversed().forEach((size, i) => {
    layers.push({ name: `decoder.${i}`, inputs: width, outputs: size });
    width = size;
  });
  layers.push({ name: 'reconstruction', inputs: width, outputs: features });
  layers.push({ name: 'prediction', inputs: features, outputs: headOutputs(classes) });
  return layers;
}

export function classifierLayers(network: ClassifierNetwork): Dense[] {
  const layers: Dense[] = [];
  let width = network.features;
  network.hiddenSizes.forEach((size, i) => {
    layers.push({ name: `hidden.${i}`, inputs: width, outputs: size });
    width = size;
  });
  layers.push({ name: 'output', inputs: width, outputs: headOutputs(network.classes) });
  return layers;
}

export function parameterCount(layers: readonly Dense[]): number {
  return layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs + outputs, 0);
}

/**
 * Keras's defaults: W uniform on +-sqrt(6 / (inputs + outputs)) (Glorot), b zero.
 * Flat, layer after layer, W before b. Each layer has a stream of its own, so that networks that share a
 * layer's shape share its first weights.
 */
export function initialParameters(layers: readonly Dense[], seed: Seed, purpose: number): Float32Array {
  const parameters = new Float32Array(parameterCount(layers));
  let at = 0;
  layers.forEach(({ inputs, outputs }, layer) => {
    const limit = Math.sqrt(6 / (inputs + outputs));
    const stream = new Stream(seed, purpose, layer);
    for (let i = 0; i < inputs * outputs; i++) parameters[at++] = (2 * stream.uniform() - 1) * limit;
    at += outputs;
  });
  return parameters;
}

export const initialVae = (network: VaeNetwork, seed: Seed): Float32Array =>
  initialParameters(vaeLayers(network), seed, Purpose.vaeWeights);

export const initialClassifier = (network: ClassifierNetwork, seed: Seed): Float32Array =>
  initialParameters(classifierLayers(network), seed, Purpose.classifierWeights);
