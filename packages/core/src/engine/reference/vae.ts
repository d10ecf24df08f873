/**
 * The variational autoencoder with a prediction head, one row at a time. Letters: x [D] features, y class,
 * h hidden, mu and s = ln sigma^2 [L] of the posterior, z [L] its sample, a [D] logits of the reconstruction x^,
 * w flat parameters. A gradient is named d and its variable.
 *
 *   h_0 = x,  h_i = keep_i * relu(h_(i-1) W + b)      encoder; keep_i is 0 or 1 / (1 - dropout) a unit
 *   mu = h W + b,  s = h W + b,  z = mu + e^(s/2) eps
 *   g_0 = z,  g_i = relu(g_(i-1) W + b)               decoder
 *   a = g W + b,  x^ = sigmoid(a) or as `output.ts` has it
 *   u_0 = x^,  u_i = relu(u_(i-1) W + b),  p = head(u W + b)      u: what the prediction is made of
 *
 *   R  = reduce_j(cross entropy of x^_j against x_j, or (x^_j - x_j)^2)      reduce: mean or sum
 *   KL = reduce_j((mu_j^2 + e^s_j - s_j - 1) / 2)                            Kingma and Welling (2014), appendix B
 *   P  = cross entropy of p against y
 *   loss = w_R R + w_KL KL + w_P P
 *
 * Layers of other kinds than dense are in the place of x W + b, some without a relu. Where the network is conditional, h_0 = x
 * and the class c, g_0 = z and c; of an image the class is beside the last h, not beside x.
 */

import { exp } from '../../math/elementary.ts';
import { hasRelu, type Layer } from '../../model/layer/kinds.ts';
import { classInputs, type VaeNetwork } from '../../model/network.ts';
import type { VaeParts } from '../../model/parts.ts';
import type { LossWeights } from '../port.ts';
import { head } from './head.ts';
import { backward, forward } from './layer/kinds.ts';
import { backwardAll, lossesOfAll, reconstructAll } from './output.ts';
import { relu, reluBackward } from './relu.ts';

/** A network and its layers. */
export interface Vae {
  readonly network: VaeNetwork;
  readonly parts: VaeParts;
}

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

export type VaeActivations = ReturnType<typeof vaeForward>;

const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value * b[i]!);
const plus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);

/** Values and the class as inputs beside them, where the network is conditional. */
function withClass(network: VaeNetwork, values: Float64Array, y: number): Float64Array {
  const inputs = classInputs(network);
  if (inputs === 0) return values;
  const given = inputs === 1 ? [y] : Array.from({ length: inputs }, (_, k) => (k === y ? 1 : 0));
  return Float64Array.from([...values, ...given]);
}

/** The posterior of a row, with the layers on the way. */
export function vaeEncode(
  { network, parts }: Vae,
  w: Float64Array,
  { x, y, keep }: Omit<VaeRow, 'eps' | 'weight'>,
) {
  const ofImage = network.shape !== undefined;
  const encoder: Float64Array[] = [ofImage ? x : withClass(network, x, y)];
  parts.encoder.forEach((layer, i) => {
    encoder.push(times(keep[i]!, hidden(layer, w, encoder[i]!)));
  });
  const encoded = ofImage ? withClass(network, encoder.at(-1)!, y) : encoder.at(-1)!;
  return { encoder, encoded, mu: forward(parts.mu, w, encoded), s: forward(parts.logVariance, w, encoded) };
}

/** `prior`: z is eps, whatever the encoder says. */
export function vaeForward({ network, parts }: Vae, w: Float64Array, row: VaeRow, prior = false) {
  const { encoder, encoded, mu, s } = vaeEncode({ network, parts }, w, row);
  const z = prior ? row.eps : mu.map((value, j) => value + exp(s[j]! / 2) * row.eps[j]!);
  const decoder: Float64Array[] = [withClass(network, z, row.y)];
  parts.decoder.forEach((layer, i) => {
    decoder.push(hidden(layer, w, decoder[i]!));
  });
  const a = forward(parts.reconstruction, w, decoder.at(-1)!);
  const reconstruction = reconstructAll(network.outputs, row.x, a);
  const judging: Float64Array[] = [reconstruction];
  parts.judging.forEach((layer, i) => {
    judging.push(hidden(layer, w, judging[i]!));
  });
  const prediction = head(forward(parts.head, w, judging.at(-1)!), row.y);
  return { encoder, encoded, mu, s, decoder, a, reconstruction, judging, head: prediction };
}

/** A hidden layer, with the relu that may follow it. */
function hidden(layer: Layer, w: Float64Array, x: Float64Array): Float64Array {
  const values = forward(layer, w, x);
  return hasRelu(layer) ? relu(values) : values;
}

/** From dy of a hidden layer, whose values are y, to dx. */
function hiddenBackward(
  layer: Layer,
  w: Float64Array,
  x: Float64Array,
  y: Float64Array,
  dy: Float64Array,
  dw: Float64Array,
): Float64Array {
  return backward(layer, w, x, hasRelu(layer) ? reluBackward(y, dy) : dy, dw);
}

/** R of one row. */
export function reconstructionLoss(network: VaeNetwork, { x }: VaeRow, at: VaeActivations): number {
  return reduce(network, lossesOfAll(network.outputs, x, at.a, at.reconstruction));
}

/** KL of each latent coordinate of one row, in nats. [L] */
export const klPerLatent = ({ mu, s }: VaeActivations): Float64Array =>
  mu.map((value, j) => (value * value + exp(s[j]!) - s[j]! - 1) / 2);

export function reduce(network: VaeNetwork, values: Float64Array): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return network.reduction === 'mean' ? sum / values.length : sum;
}

/** Adds scale * d loss / d w of one row to dw. The KL of a latent coordinate counts `klScale` times. [L] */
export function vaeBackward(
  { network, parts }: Vae,
  w: Float64Array,
  row: VaeRow,
  at: VaeActivations,
  weights: LossWeights,
  scale: number,
  klScale: Float64Array,
  dw: Float64Array,
): void {
  const each = (size: number) => (network.reduction === 'mean' ? scale / size : scale);
  const wR = weights.reconstruction * each(network.features);
  const wKl = weights.kl * each(network.latentSize);

  const dHead = at.head.da.map((d) => d * weights.prediction * scale);
  let dp = backward(parts.head, w, at.judging.at(-1)!, dHead, dw);
  for (let i = parts.judging.length - 1; i >= 0; i--) {
    dp = hiddenBackward(parts.judging[i]!, w, at.judging[i]!, at.judging[i + 1]!, dp, dw);
  }
  const da = backwardAll(network.outputs, row.x, at.a, at.reconstruction, dp, wR);
  let dg = backward(parts.reconstruction, w, at.decoder.at(-1)!, da, dw);
  for (let i = parts.decoder.length - 1; i >= 0; i--) {
    dg = hiddenBackward(parts.decoder[i]!, w, at.decoder[i]!, at.decoder[i + 1]!, dg, dw);
  }

  const dz = dg.subarray(0, network.latentSize);
  const wLatent = klScale.map((factor) => factor * wKl);
  const dmu = dz.map((d, j) => d + wLatent[j]! * at.mu[j]!);
  const ds = dz.map((d, j) => (d * row.eps[j]! * exp(at.s[j]! / 2) + wLatent[j]! * (exp(at.s[j]!) - 1)) / 2);
  const dEncoded = plus(
    backward(parts.mu, w, at.encoded, dmu, dw),
    backward(parts.logVariance, w, at.encoded, ds, dw),
  );
  let dh = dEncoded.subarray(0, at.encoder.at(-1)!.length);
  for (let i = parts.encoder.length - 1; i >= 0; i--) {
    const dy = times(row.keep[i]!, dh);
    dh = hiddenBackward(parts.encoder[i]!, w, at.encoder[i]!, at.encoder[i + 1]!, dy, dw);
  }
}
