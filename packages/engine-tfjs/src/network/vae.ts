/**
 * The variational autoencoder of core/model over K lanes at once: what the reference engine says a row at a time,
 * in tensors. Letters: B rows, D features, H hidden units, K lanes, L latent size, P outputs of the head.
 */

import type { Dense, VaeNetwork, VaeParts } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LaneMath, LayerGradient } from '../math/port.ts';
import { createHead, type Head } from './head.ts';
import type { Program, RowInputs } from './program.ts';

export interface VaeInputs extends RowInputs {
  /** [K, B, L] */
  readonly eps: tf.Tensor3D;
  /** What each unit of each encoder layer is multiplied by, [K, B, H] a layer; empty without dropout. */
  readonly keep: readonly tf.Tensor3D[];
}

/** A row's weight in the gradient of each part: its own, times the part's, over what the loss is a mean of. [K, B, 1] */
export interface VaeScales {
  readonly reconstruction: tf.Tensor3D;
  readonly kl: tf.Tensor3D;
  readonly prediction: tf.Tensor3D;
  /** 1 / (1 - dropout). [K] */
  readonly keep: tf.Tensor1D | undefined;
}

type VaeActivations = ReturnType<typeof forward>;
type Parts = VaeParts<Dense>;

/**
 * Its sums are the reconstruction loss of each feature [K, D], the KL of each latent coordinate in nats [K, L], the
 * head's loss and the rows classified rightly [K, 1].
 */
export function createVaeProgram(
  { outputs }: VaeNetwork,
  parts: Parts,
  math: LaneMath,
): Program<VaeInputs, VaeActivations, VaeScales> {
  const head = createHead(parts.head.outputs, math);
  const [output] = outputs;
  const squared = output?.kind === 'sigmoid' && output.loss === 'mse';
  return {
    forward: (w, inputs) => forward(parts, math, head, w, inputs),
    backward: (w, inputs, at, scales) => backward(parts, math, squared, w, inputs, at, scales),
    sums({ x, y }, { posterior, a, reconstruction, logits, p }, weights, mask) {
      return [
        squared
          ? math.squaredSums(weights, reconstruction, x)
          : math.crossEntropySums(weights, a, reconstruction, x),
        math.klSums(weights, posterior),
        head.lossSums(weights, logits, p, y),
        head.correctSums(mask, p, y),
      ];
    },
  };
}

function forward(parts: Parts, math: LaneMath, head: Head, w: tf.Tensor2D, { x, eps, keep }: VaeInputs) {
  /** x, then each hidden layer after its relu and dropout. */
  const encoder = [x];
  parts.encoder.forEach((layer, i) => {
    const h = math.dense(w, layer, encoder[i]!, true);
    encoder.push(keep.length > 0 ? tf.mul(h, keep[i]!) : h);
  });
  const s = math.dense(w, parts.logVariance, encoder.at(-1)!, false);
  const sigma = tf.exp(tf.mul(s, 0.5)) as tf.Tensor3D;
  const posterior = { mu: math.dense(w, parts.mu, encoder.at(-1)!, false), s, sigma };
  /** z, then each hidden layer after its relu. */
  const decoder = [math.sample(posterior, eps)];
  parts.decoder.forEach((layer, i) => {
    decoder.push(math.dense(w, layer, decoder[i]!, true));
  });
  /** Logits of the reconstruction. */
  const a = math.dense(w, parts.reconstruction, decoder.at(-1)!, false);
  const reconstruction = tf.sigmoid(a);
  const logits = math.dense(w, parts.head, reconstruction, false);
  return { encoder, posterior, decoder, a, reconstruction, logits, p: head.probabilities(logits) };
}

function backward(
  parts: Parts,
  math: LaneMath,
  squared: boolean,
  w: tf.Tensor2D,
  { x, y, eps }: VaeInputs,
  at: VaeActivations,
  scales: VaeScales,
): tf.Tensor2D {
  const gradients: LayerGradient[] = [];
  /** Notes a layer's gradient. */
  const note = (layer: Dense, inputs: tf.Tensor3D, dy: tf.Tensor3D) =>
    gradients.push({ layer, x: inputs, dy });

  const dLogits = math.errors(at.p, y, scales.prediction);
  note(parts.head, at.reconstruction, dLogits);
  const dp = math.inputGradient(w, parts.head, dLogits);
  const da = math.logitGradient(dp, at.reconstruction, x, scales.reconstruction, squared);
  note(parts.reconstruction, at.decoder.at(-1)!, da);

  /** In the decoder's activations, from the last on, through the relu of each. */
  let d = da;
  let above = parts.reconstruction;
  for (let i = parts.decoder.length; i >= 1; i--) {
    d = math.inputGradient(w, above, d, { gate: at.decoder[i]! });
    above = parts.decoder[i - 1]!;
    note(above, at.decoder[i - 1]!, d);
  }
  const dz = math.inputGradient(w, above, d);
  const { dmu, ds } = math.latentGradient(at.posterior, eps, dz, scales.kl);
  const last = at.encoder.at(-1)!;
  note(parts.logVariance, last, ds);
  note(parts.mu, last, dmu);

  for (let i = parts.encoder.length; i >= 1; i--) {
    const options = { gate: at.encoder[i]!, scale: scales.keep };
    d =
      i === parts.encoder.length
        ? math.inputGradient(w, parts.logVariance, ds, {
            ...options,
            plus: math.inputGradient(w, parts.mu, dmu),
          })
        : math.inputGradient(w, parts.encoder[i]!, d, options);
    note(parts.encoder[i - 1]!, at.encoder[i - 1]!, d);
  }
  return math.weightGradient(gradients.reverse());
}
