/**
 * The variational autoencoder with a prediction head, one row at a time. Letters: x [D] features, y class,
 * h hidden, mu and s = ln sigma^2 [L] of the posterior, z [L] its sample, a [D] logits of the reconstruction x^,
 * w flat parameters. A gradient is named d and its variable.
 *
 *   h_0 = x,  h_i = keep_i * relu(h_(i-1) W + b)      encoder; keep_i is 0 or 1 / (1 - dropout) a unit
 *   mu = h W + b,  s = h W + b,  z = mu + e^(s/2) eps
 *   g_0 = z,  g_i = relu(g_(i-1) W + b)               decoder
 *   a = g W + b,  x^ = sigmoid(a),  p = head(x^ W + b)
 *
 *   R  = reduce_j(cross entropy of x^_j against x_j, or (x^_j - x_j)^2)      reduce: mean or sum
 *   KL = reduce_j((mu_j^2 + e^s_j - s_j - 1) / 2)                            Kingma and Welling (2014), appendix B
 *   P  = cross entropy of p against y
 *   loss = w_R R + w_KL KL + w_P P
 */

import { exp, sigmoid } from '../../math/elementary.ts';
import { type VaeNetwork, vaeLayers } from '../../model/network.ts';
import type { LossWeights } from '../port.ts';
import { dense, denseBackward, type PlacedDense, place, relu, reluBackward } from './dense.ts';
import { binaryCrossEntropy, type HeadOutput, head } from './head.ts';

/** One row of a batch with its share of the noise. */
export interface VaeRow {
  readonly x: Float64Array;
  readonly y: number;
  /** Factor of the row's loss. */
  readonly weight: number;
  readonly eps: Float64Array;
  /** A factor for each unit of each hidden layer of the encoder. */
  readonly keep: readonly Float64Array[];
}

export interface VaeActivations {
  readonly encoder: readonly Float64Array[];
  readonly mu: Float64Array;
  readonly s: Float64Array;
  readonly decoder: readonly Float64Array[];
  readonly a: Float64Array;
  readonly reconstruction: Float64Array;
  readonly head: HeadOutput;
}

interface Placed {
  readonly encoder: readonly PlacedDense[];
  readonly mu: PlacedDense;
  readonly s: PlacedDense;
  readonly decoder: readonly PlacedDense[];
  readonly reconstruction: PlacedDense;
  readonly head: PlacedDense;
}

function placeVae(network: VaeNetwork): Placed {
  const layers = place(vaeLayers(network));
  const depth = network.hiddenSizes.length;
  return {
    encoder: layers.slice(0, depth),
    mu: layers[depth]!,
    s: layers[depth + 1]!,
    decoder: layers.slice(depth + 2, 2 * depth + 2),
    reconstruction: layers[2 * depth + 2]!,
    head: layers[2 * depth + 3]!,
  };
}

const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * b[i]!);
const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);

export function vaeForward(network: VaeNetwork, w: Float64Array, row: VaeRow): VaeActivations {
  const layers = placeVae(network);
  const encoder: Float64Array[] = [row.x];
  layers.encoder.forEach((layer, i) => {
    encoder.push(times(row.keep[i]!, relu(dense(layer, w, encoder[i]!))));
  });
  const mu = dense(layers.mu, w, encoder.at(-1)!);
  const s = dense(layers.s, w, encoder.at(-1)!);
  const decoder: Float64Array[] = [mu.map((value, j) => value + exp(s[j]! / 2) * row.eps[j]!)];
  layers.decoder.forEach((layer, i) => {
    decoder.push(relu(dense(layer, w, decoder[i]!)));
  });
  const a = dense(layers.reconstruction, w, decoder.at(-1)!);
  const reconstruction = a.map(sigmoid);
  return {
    encoder,
    mu,
    s,
    decoder,
    a,
    reconstruction,
    head: head(dense(layers.head, w, reconstruction), row.y),
  };
}

/** R of one row. */
export function reconstructionLoss(network: VaeNetwork, row: VaeRow, at: VaeActivations): number {
  const each = row.x.map((x, j) => {
    const error = at.reconstruction[j]! - x;
    return network.reconstruction === 'bce' ? binaryCrossEntropy(at.a[j]!, x) : error * error;
  });
  return reduce(network, each);
}

/** KL of each latent coordinate of one row, in nats. [L] */
export const klPerLatent = ({ mu, s }: VaeActivations): Float64Array =>
  mu.map((value, j) => (value * value + exp(s[j]!) - s[j]! - 1) / 2);

export function reduce(network: VaeNetwork, values: Float64Array): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return network.reduction === 'mean' ? sum / values.length : sum;
}

/** Adds scale * d loss / d w of one row to dw. */
export function vaeBackward(
  network: VaeNetwork,
  w: Float64Array,
  row: VaeRow,
  at: VaeActivations,
  weights: LossWeights,
  scale: number,
  dw: Float64Array,
): void {
  const layers = placeVae(network);
  const each = (size: number) => (network.reduction === 'mean' ? scale / size : scale);
  const wR = weights.reconstruction * each(network.features);
  const wKl = weights.kl * each(network.latentSize);

  const dHead = at.head.da.map((d) => d * weights.prediction * scale);
  const dReconstruction = denseBackward(layers.head, w, at.reconstruction, dHead, dw);
  const da = dReconstruction.map((d, j) => {
    const p = at.reconstruction[j]!;
    const error = p - row.x[j]!;
    const slope = p * (1 - p);
    return network.reconstruction === 'bce' ? d * slope + wR * error : (d + wR * 2 * error) * slope;
  });
  let dg = denseBackward(layers.reconstruction, w, at.decoder.at(-1)!, da, dw);
  for (let i = layers.decoder.length - 1; i >= 0; i--) {
    dg = denseBackward(layers.decoder[i]!, w, at.decoder[i]!, reluBackward(at.decoder[i + 1]!, dg), dw);
  }

  const dz = dg;
  const dmu = dz.map((d, j) => d + wKl * at.mu[j]!);
  const ds = dz.map((d, j) => (d * row.eps[j]! * exp(at.s[j]! / 2) + wKl * (exp(at.s[j]!) - 1)) / 2);
  const last = at.encoder.at(-1)!;
  let dh = plus(denseBackward(layers.mu, w, last, dmu, dw), denseBackward(layers.s, w, last, ds, dw));
  for (let i = layers.encoder.length - 1; i >= 0; i--) {
    const dRelu = reluBackward(at.encoder[i + 1]!, times(row.keep[i]!, dh));
    dh = denseBackward(layers.encoder[i]!, w, at.encoder[i]!, dRelu, dw);
  }
}
