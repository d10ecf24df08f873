import {
  classInputs,
  type Dense,
  type LossWeights,
  Purpose,
  type VaeNetwork,
  type VaeParts,
} from '@latentsweep/core';
import { allocateBatch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead } from './head.ts';
import type { Region } from './heap.ts';
import type { Place, VaeLayout } from './layout.ts';
import type { Layer, Model } from './model.ts';
import { chunksOf, dropThreshold, noiseBytes, pitchOf } from './noise.ts';
import { planOutputs } from './outputs.ts';
import { float, type Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/**
 * The f64 sums that a VAE's programs add to: reconstruction, prediction, right rows, KL of each latent. Behind these stand
 * as many more, the KLs as they were before the batch.
 */
export const VAE_TOTALS = { reconstruction: 0, prediction: 1, correct: 2, kl: 3 } as const;

export interface VaeSettings {
  readonly network: VaeNetwork;
  readonly parts: VaeParts<Dense>;
  readonly layout: VaeLayout;
  readonly batchSize: number;
  readonly lossWeights: LossWeights;
  readonly dropout: number;
  /** Address of the VAE_TOTALS. */
  readonly totals: number;
}

/** A dense layer between two tiles. */
interface Link {
  readonly layer: Layer;
  readonly from: number;
  readonly to: number;
}

/** A VAE laid out in memory: its layers, and tiles [rows, batch] by address. */
export type VaePlan = ReturnType<typeof planVae>;

export function planVae(region: Region, model: Model, settings: VaeSettings) {
  const { network, parts, batchSize, lossWeights, totals } = settings;
  const { features, latentSize } = network;
  const classes = classInputs(network);
  const batch = allocateBatch(region, features, batchSize, classes);
  const tile = (rows: number) => region.allocate(rows * batch.stride);
  const noise = (rows: number) => region.allocate(noiseBytes(rows, batchSize));
  /** Links one after another; the last apart. */
  const chain = (hidden: readonly Place[], last: Place, first: number): [Link[], Link] => {
    let to = first;
    const links = [...hidden, last].map((place): Link => {
      const from = to;
      to = tile(place.outputs);
      return { layer: model.layer(place), from, to };
    });
    return [links, links.pop()!];
  };

  const [encoder, latent] = chain(parts.encoder, settings.layout.latent, batch.x);
  const z = tile(latentSize + classes);
  const [decoder, toLogits] = chain(parts.decoder, parts.reconstruction, z);
  const reconstruction = tile(rowWidth(features));
  const outputs = planOutputs(
    region,
    network.outputs,
    { ...batch, a: toLogits.to, p: reconstruction },
    noise,
  );
  const last = model.layer(parts.head);
  return {
    settings,
    batch,
    encoder,
    /** To mu, then ln sigma^2: 2 L rows. */
    latent,
    eps: noise(latentSize),
    /** e^(s/2) eps / 2, kept for the way back. */
    spread: tile(latentSize),
    z,
    /** All 0: with these as mu and ln sigma^2, z is eps. */
    prior: network.conditional ? tile(2 * latentSize) : 0,
    decoder,
    /** To the logits of x^. */
    toLogits,
    outputs,
    /** x^, as wide as a row in memory, so that it can be written out as rows. */
    reconstruction,
    last,
    head: createHead(
      region,
      batch,
      last.outputs,
      (logits) => dense(last, reconstruction, logits, false),
      lossWeights.prediction,
      totals + 8 * VAE_TOTALS.prediction,
      totals + 8 * VAE_TOTALS.correct,
    ),
    /** Random words for dropout. */
    words: noise(Math.max(1, ...parts.encoder.map(({ outputs }) => outputs))),
  };
}

/** From rows to losses, with the noise of `purpose`; with dropout after the encoder's layers or without. */
export function vaeForward(plan: VaePlan, purpose: number, withDropout: boolean): Instruction[] {
  const { settings, batch, latent } = plan;
  return [
    ...batch.load,
    ...encode(plan, withDropout),
    ...sample(plan, latent.to, purpose),
    ...decode(plan),
    ...plan.outputs.programs.map((output) => output.losses(settings.totals)),
    ...plan.head.forward,
  ];
}

/** From rows to x^ and probabilities, then to what is generated in place of x^. */
export function vaeGenerate(plan: VaePlan): Instruction[] {
  const { settings, batch, latent, outputs, prior } = plan;
  const pitch = pitchOf(settings.batchSize);
  return [
    ...batch.load,
    ...(prior ? [] : encode(plan, false)),
    ...sample(plan, prior || latent.to, Purpose.generateNoise),
    ...decode(plan),
    ...outputs.programs.map((output) => output.expect(settings.totals)),
    ...plan.head.forward,
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

const encode = (plan: VaePlan, withDropout: boolean): Instruction[] => [
  ...plan.encoder.flatMap(({ layer, from, to }, i) => [
    dense(layer, from, to, true),
    ...(withDropout && plan.settings.dropout > 0 ? drop(plan, i, layer.outputs, to) : []),
  ]),
  dense(plan.latent.layer, plan.latent.from, plan.latent.to, false),
];

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

const decode = ({ decoder, toLogits }: VaePlan): Instruction[] => [
  ...decoder.map(({ layer, from, to }) => dense(layer, from, to, true)),
  dense(toLogits.layer, toLogits.from, toLogits.to, false),
];

/** Units whose random word is below the threshold are dropped, the others scaled up. */
function drop({ words, settings }: VaePlan, layer: number, units: number, tile: number): Instruction[] {
  const { batchSize, dropout } = settings;
  return [
    ['WORDS', words, chunksOf(units, batchSize), Purpose.vaeDropout + 256 * layer],
    ['DROPOUT', tile, units, words, pitchOf(batchSize), dropThreshold(dropout), float(keptScale(settings))],
  ];
}

const keptScale = ({ dropout }: VaeSettings): number => 1 / (1 - dropout);

/**
 * From the losses to the gradient of every layer. Gradients of activations are written over these. The KL counts `warmth`
 * times.
 */
export function vaeBackward(plan: VaePlan, warmth: number): Instruction[] {
  const { settings, batch, latent, spread, z, toLogits, reconstruction, last, head } = plan;
  const { features, latentSize, reduction, freeBits } = settings.network;
  const { lossWeights, totals } = settings;
  const kl = totals + 8 * VAE_TOTALS.kl;
  const k = (weight: number, size: number) => float(reduction === 'mean' ? weight / size : weight);
  const kReconstruction = k(lossWeights.reconstruction, features);
  const back = ({ layer, from, to }: Link, scale: number | null): Instruction[] => [
    weightGradient(layer, from, to),
    ...(from === batch.x ? [] : [inputGradient(layer, to, from, scale)]),
  ];
  return [
    weightGradient(last, reconstruction, head.d),
    inputGradient(last, head.d, toLogits.to),
    ...plan.outputs.programs.map((output) => output.backward(kReconstruction)),
    ...[toLogits, ...plan.decoder.toReversed()].flatMap((link) => back(link, link.from === z ? null : 1)),
    ...(freeBits > 0
      ? [['FREE_BITS', latent.to, latentSize, kl, kl + 8 * latentSize, float(freeBits)] as const]
      : []),
    ['LATENT_GRADIENT', latent.to, latentSize, spread, z, k(warmth * lossWeights.kl, latentSize)],
    ...[latent, ...plan.encoder.toReversed()].flatMap((link) => back(link, keptScale(settings))),
  ];
}
