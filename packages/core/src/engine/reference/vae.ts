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

import { exp } from '../../math/elementary.ts';
import type { VaeNetwork } from '../../model/network.ts';
import type { VaeParts } from '../../model/parts.ts';
import type { LossWeights } from '../port.ts';
import { head } from './head.ts';
import { backward, forward } from './layer/kinds.ts';
import { eachOutput } from './output.ts';
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

export function vaeForward({ network, parts }: Vae, w: Float64Array, row: VaeRow) {
  const encoder: Float64Array[] = [row.x];
  parts.encoder.forEach((layer, i) => {
    encoder.push(times(row.keep[i]!, relu(forward(layer, w, encoder[i]!))));
  });
  const mu = forward(parts.mu, w, encoder.at(-1)!);
  const s = forward(parts.logVariance, w, encoder.at(-1)!);
  const decoder: Float64Array[] = [mu.map((value, j) => value + exp(s[j]! / 2) * row.eps[j]!)];
  parts.decoder.forEach((layer, i) => {
    decoder.push(relu(forward(layer, w, decoder[i]!)));
  });
  const a = forward(parts.reconstruction, w, decoder.at(-1)!);
  const reconstruction = eachOutput(network.outputs, (passes, of) => passes.reconstruct(of(a)));
  const prediction = head(forward(parts.head, w, reconstruction), row.y);
  return { encoder, mu, s, decoder, a, reconstruction, head: prediction };
}

/** R of one row. */
export function reconstructionLoss(network: VaeNetwork, { x }: VaeRow, at: VaeActivations): number {
  const { a, reconstruction: p } = at;
  const each = eachOutput(network.outputs, (passes, of, output) =>
    passes.losses(output, of(a), of(p), of(x)),
  );
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
  { network, parts }: Vae,
  w: Float64Array,
  row: VaeRow,
  at: VaeActivations,
  weights: LossWeights,
  scale: number,
  dw: Float64Array,
): void {
  const each = (size: number) => (network.reduction === 'mean' ? scale / size : scale);
  const wR = weights.reconstruction * each(network.features);
  const wKl = weights.kl * each(network.latentSize);

  const dHead = at.head.da.map((d) => d * weights.prediction * scale);
  const dp = backward(parts.head, w, at.reconstruction, dHead, dw);
  const da = eachOutput(network.outputs, (passes, of, output) =>
    passes.backward(output, of(at.reconstruction), of(row.x), of(dp), wR),
  );
  let dg = backward(parts.reconstruction, w, at.decoder.at(-1)!, da, dw);
  for (let i = parts.decoder.length - 1; i >= 0; i--) {
    dg = backward(parts.decoder[i]!, w, at.decoder[i]!, reluBackward(at.decoder[i + 1]!, dg), dw);
  }

  const dz = dg;
  const dmu = dz.map((d, j) => d + wKl * at.mu[j]!);
  const ds = dz.map((d, j) => (d * row.eps[j]! * exp(at.s[j]! / 2) + wKl * (exp(at.s[j]!) - 1)) / 2);
  const last = at.encoder.at(-1)!;
  let dh = plus(backward(parts.mu, w, last, dmu, dw), backward(parts.logVariance, w, last, ds, dw));
  for (let i = parts.encoder.length - 1; i >= 0; i--) {
    const dRelu = reluBackward(at.encoder[i + 1]!, times(row.keep[i]!, dh));
    dh = backward(parts.encoder[i]!, w, at.encoder[i]!, dRelu, dw);
  }
}
