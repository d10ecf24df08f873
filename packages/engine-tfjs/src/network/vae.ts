/**
 * The variational autoencoder of core/model over K lanes at once: what the reference engine says a row at a time,
 * in tensors. Letters: B rows, D features, H hidden units, K lanes, L latent size, P outputs of the head.
 */

import type { VaeNetwork, VaeParts } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { chainOf, gateOf, type Kept, type Values } from './chain.ts';
import { createHead } from './head.ts';
import type { HiddenLayer } from './hidden.ts';
import type { Program, RowInputs } from './program.ts';

export interface VaeInputs extends RowInputs {
  /** [K, B, L] */
  readonly eps: tf.Tensor3D;
  /** By encoder layer, null where it drops none. */
  readonly keep: readonly (Kept | null)[];
}

/** A row's weight in the gradient of each part: its own, times the part's, over what the loss is a mean of. [K, B, 1] */
export interface VaeScales {
  readonly reconstruction: tf.Tensor3D;
  readonly kl: tf.Tensor3D;
  readonly prediction: tf.Tensor3D;
}

type Vae = ReturnType<typeof networkOf>;
type VaeActivations = ReturnType<typeof forward>;

function networkOf({ outputs: [output] }: VaeNetwork, parts: VaeParts<HiddenLayer>, math: LaneMath) {
  return {
    ...{ parts, math },
    encoder: chainOf(parts.encoder, math),
    /** From z to the logits of the reconstruction. */
    decoder: chainOf([...parts.decoder, parts.reconstruction], math, { open: true }),
    judging: chainOf(parts.judging, math),
    head: createHead(parts.head.outputs, math),
    squared: output?.kind === 'sigmoid' && output.loss === 'mse',
  };
}

/**
 * Its sums are the reconstruction loss of each feature [K, D], the KL of each latent coordinate in nats [K, L], the
 * head's loss and the rows classified rightly [K, 1].
 */
export function createVaeProgram(
  network: VaeNetwork,
  parts: VaeParts<HiddenLayer>,
  math: LaneMath,
): Program<VaeInputs, VaeActivations, VaeScales> {
  const vae = networkOf(network, parts, math);
  const { head, squared } = vae;
  return {
    forward: (w, inputs) => forward(vae, w, inputs),
    backward: (w, inputs, at, scales) => backward(vae, w, inputs, at, scales),
    sums({ x, y }, { posterior, decoder, reconstruction, logits, p }, weights, mask) {
      return [
        squared
          ? math.squaredSums(weights, reconstruction, x)
          : math.crossEntropySums(weights, decoder.last.y, reconstruction, x),
        math.klSums(weights, posterior),
        head.lossSums(weights, logits, p, y),
        head.correctSums(mask, p, y),
      ];
    },
  };
}

/** Values that no relu made and whose gradient is wanted. */
const made = (y: tf.Tensor3D): Values => ({ y, relu: false, learnt: true });

function forward({ parts, math, head, ...chains }: Vae, w: tf.Tensor2D, { x, eps, keep }: VaeInputs) {
  const encoder = chains.encoder(w, { y: x, relu: false, learnt: false }, keep);
  const s = math.dense(w, parts.logVariance, encoder.last.y, false);
  const sigma = tf.exp(tf.mul(s, 0.5)) as tf.Tensor3D;
  const posterior = { mu: math.dense(w, parts.mu, encoder.last.y, false), s, sigma };
  const decoder = chains.decoder(w, made(math.sample(posterior, eps)), []);
  const reconstruction = tf.sigmoid(decoder.last.y);
  const judging = chains.judging(w, made(reconstruction), []);
  const logits = math.dense(w, parts.head, judging.last.y, false);
  return { encoder, posterior, decoder, reconstruction, judging, logits, p: head.probabilities(logits) };
}

function backward(
  { parts, math, squared }: Vae,
  w: tf.Tensor2D,
  { x, y, eps }: VaeInputs,
  { encoder, posterior, decoder, reconstruction, judging, p }: VaeActivations,
  scales: VaeScales,
): tf.Tensor2D {
  /** Last layer first. */
  const gradients: LayerGradient[] = [];

  const dLogits = math.errors(p, y, scales.prediction);
  gradients.push({ layer: parts.head, x: judging.last.y, dy: dLogits });
  const dp = judging.back(math.inputGradient(w, parts.head, dLogits, gateOf(judging.last)), gradients)!;
  const da = math.logitGradient(dp, reconstruction, x, scales.reconstruction, squared);
  const dz = decoder.back(da, gradients)!;

  const { dmu, ds } = math.latentGradient(posterior, eps, dz, scales.kl);
  const { last } = encoder;
  gradients.push({ layer: parts.logVariance, x: last.y, dy: ds });
  gradients.push({ layer: parts.mu, x: last.y, dy: dmu });
  if (last.learnt) {
    const plus = math.inputGradient(w, parts.mu, dmu);
    encoder.back(math.inputGradient(w, parts.logVariance, ds, { ...gateOf(last), plus }), gradients);
  }
  return math.weightGradient(gradients.reverse());
}
