import { classInputs, type LossWeights, Purpose, type VaeNetwork, type VaeParts } from '@latentsweep/core';
import { allocateBatch } from './batch.ts';
import { chainLayers, type Values } from './chain.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { VaeLayout } from './layout.ts';
import type { Model } from './model.ts';
import { chunksOf, noiseBytes, pitchOf } from './noise.ts';
import { planOutputs } from './outputs.ts';
import { float, type Instruction } from './program.ts';
import { rowWidth } from './rows.ts';
import type { VaeLayer } from './supports.ts';

/**
 * The f64 sums that a VAE's programs add to: reconstruction, prediction, right rows, KL of each latent. Behind these stand
 * as many more, the KLs as they were before the batch.
 */
export const VAE_TOTALS = { reconstruction: 0, prediction: 1, correct: 2, kl: 3 } as const;

export interface VaeSettings {
  readonly network: VaeNetwork;
  readonly parts: VaeParts<VaeLayer>;
  readonly layout: VaeLayout;
  readonly batchSize: number;
  readonly lossWeights: LossWeights;
  readonly dropout: number;
  /** Address of the VAE_TOTALS. */
  readonly totals: number;
}

/** A VAE laid out in memory: its layers, and tiles [rows, batch] by address. */
export type VaePlan = ReturnType<typeof planVae>;

export function planVae(machine: Machine, region: Region, model: Model, settings: VaeSettings) {
  const { network, parts, layout, batchSize, lossWeights, dropout, totals } = settings;
  const { features, latentSize } = network;
  const classes = classInputs(network);
  /** Of an image the class stands beside what its last hidden layer makes of it. */
  const besideImage = network.shape ? classes : 0;
  const batch = allocateBatch(region, features, batchSize, classes);
  const { stride } = batch;
  const tile = (rows: number) => region.allocate(rows * stride);
  const noise = (rows: number) => region.allocate(noiseBytes(rows, batchSize));
  const chain = (layers: readonly VaeLayer[], x: Values, more: { open?: boolean; spare?: number } = {}) =>
    chainLayers(machine, region, model, layers, x, { batchSize, stride, ...more });
  /** A tile that no relu made. */
  const first = (at: number, units: number, learnt: boolean, gradientAt = at): Values => ({
    ...{ at, units, blocks: false, learnt, scale: null, gradientAt },
  });

  const encoder = chain(parts.encoder, first(batch.x, features, false), {
    ...{ dropout: { rate: dropout, purpose: Purpose.vaeDropout }, spare: besideImage },
  });
  const latent = model.layer(layout.latent);
  const z = tile(latentSize + classes);
  const decoder = chain([...parts.decoder, parts.reconstruction], first(z, latentSize, true), { open: true });
  const a = decoder.last.at;
  const reconstruction = tile(rowWidth(features));
  const outputs = planOutputs(region, network.outputs, { ...batch, a, p: reconstruction }, noise);
  const last = model.layer(parts.head);
  const judging = chain(parts.judging, first(reconstruction, features, true, a));
  const judged = judging.last.at;
  return {
    settings,
    batch,
    encoder,
    /** To mu, then ln sigma^2, 2 L rows, at `posterior`. */
    latent,
    posterior: tile(latent.outputs),
    /** Writes the class beside an image's last hidden layer. */
    besideImage: besideImage > 0 ? batch.classRows(encoder.last.at + encoder.last.units * stride) : [],
    eps: noise(latentSize),
    /** e^(s/2) eps / 2, kept for the way back. */
    spread: tile(latentSize),
    z,
    /** All 0: with these as mu and ln sigma^2, z is eps. */
    prior: network.conditional ? tile(2 * latentSize) : 0,
    /** To the logits of x^. */
    decoder,
    outputs,
    /** x^, as wide as a row in memory, so that it can be written out as rows. */
    reconstruction,
    /** Hidden layers of the head, from x^; their gradient comes to where the logits of x^ are. */
    judging,
    last,
    head: createHead(
      region,
      batch,
      last.outputs,
      (logits) => dense(last, judged, logits, false),
      lossWeights.prediction,
      totals + 8 * VAE_TOTALS.prediction,
      totals + 8 * VAE_TOTALS.correct,
    ),
  };
}

/** From rows to losses, with the noise of `purpose`; with dropout after the encoder's layers or without. */
export function vaeForward(plan: VaePlan, purpose: number, withDropout: boolean): Instruction[] {
  const { settings, batch, posterior } = plan;
  return [
    ...batch.load,
    ...encode(plan, withDropout),
    ...sample(plan, posterior, purpose),
    ...plan.decoder.forward(true),
    ...plan.outputs.programs.map((output) => output.losses(settings.totals)),
    ...judge(plan),
  ];
}

/** From rows to x^ and probabilities, then to what is generated in place of x^. */
export function vaeGenerate(plan: VaePlan): Instruction[] {
  const { settings, batch, posterior, outputs, prior } = plan;
  const pitch = pitchOf(settings.batchSize);
  return [
    ...batch.load,
    ...(prior ? [] : encode(plan, false)),
    ...sample(plan, prior || posterior, Purpose.generateNoise),
    ...plan.decoder.forward(true),
    ...outputs.programs.map((output) => output.expect(settings.totals)),
    ...judge(plan),
    ...[outputs.normals, outputs.uniforms].flatMap(({ rows, at, purpose }) =>
      rows === 0 ? [] : [['WORDS', at, chunksOf(rows, settings.batchSize), purpose] as const],
    ),
    ...(outputs.normals.rows === 0
      ? []
      : [['NORMALS', outputs.normals.at, chunksOf(outputs.normals.rows, settings.batchSize)] as const]),
    ...outputs.programs.flatMap((output) => {
      const drawn = output.draw(outputs.normals.at, outputs.uniforms.at, pitch);
      return drawn ? [drawn] : [];
    }),
  ];
}

const encode = (
  { encoder, besideImage, latent, posterior }: VaePlan,
  withDropout: boolean,
): Instruction[] => [
  ...encoder.forward(withDropout),
  ...besideImage,
  dense(latent, encoder.last.at, posterior, false),
];

const judge = ({ judging, head }: VaePlan): Instruction[] => [...judging.forward(true), ...head.forward];

/** z, and the KL, of mu and ln sigma^2 at `from`. */
function sample({ settings, batch, eps, spread, z }: VaePlan, from: number, purpose: number): Instruction[] {
  const { network, batchSize, totals } = settings;
  const { latentSize } = network;
  const chunks = chunksOf(latentSize, batchSize);
  const kl = totals + 8 * VAE_TOTALS.kl;
  return [
    ['WORDS', eps, chunks, purpose],
    ['NORMALS', eps, chunks],
    ['REPARAMETRISE', from, latentSize, eps, pitchOf(batchSize), z, spread, batch.weights, kl],
    ...batch.classRows(z + latentSize * batch.stride),
  ];
}

/**
 * From the losses to the gradient of every layer. Gradients of activations are written over these. The KL counts `warmth`
 * times.
 */
export function vaeBackward(plan: VaePlan, warmth: number): Instruction[] {
  const { settings, encoder, latent, posterior, spread, z, decoder, judging, last, head } = plan;
  const { features, latentSize, reduction, freeBits } = settings.network;
  const { lossWeights, totals } = settings;
  const kl = totals + 8 * VAE_TOTALS.kl;
  const k = (weight: number, size: number) => float(reduction === 'mean' ? weight / size : weight);
  const kReconstruction = k(lossWeights.reconstruction, features);
  return [
    weightGradient(last, judging.last.at, head.d),
    inputGradient(last, head.d, judging.last.gradientAt, judging.last.scale),
    ...judging.backward,
    ...plan.outputs.programs.map((output) => output.backward(kReconstruction)),
    ...decoder.backward,
    ...(freeBits > 0
      ? [['FREE_BITS', posterior, latentSize, kl, kl + 8 * latentSize, float(freeBits)] as const]
      : []),
    ['LATENT_GRADIENT', posterior, latentSize, spread, z, k(warmth * lossWeights.kl, latentSize)],
    weightGradient(latent, encoder.last.at, posterior),
    ...(encoder.last.learnt
      ? [inputGradient(latent, posterior, encoder.last.gradientAt, encoder.last.scale)]
      : []),
    ...encoder.backward,
  ];
}
