import { type LossWeights, Purpose, type VaeNetwork } from '@latentsweep/core';
import { allocateBatch, type Batch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead, type Head } from './head.ts';
import type { Region } from './heap.ts';
import type { Layer, Model } from './model.ts';
import { float, type Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/** The f64 sums that a VAE's programs add to: reconstruction, prediction, right rows, KL of each latent. */
export const VAE_TOTALS = { reconstruction: 0, prediction: 1, correct: 2, kl: 3 } as const;

export interface VaeSettings {
  readonly network: VaeNetwork;
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
export interface VaePlan {
  readonly settings: VaeSettings;
  readonly batch: Batch;
  readonly encoder: readonly Link[];
  /** To mu, then ln sigma^2: 2 L rows. */
  readonly latent: Link;
  readonly eps: number;
  /** e^(s/2) eps / 2, kept for the way back. */
  readonly spread: number;
  readonly z: number;
  readonly decoder: readonly Link[];
  /** To the logits of x^. */
  readonly output: Link;
  /** x^, as wide as a row in memory, so that it can be written out as rows. */
  readonly reconstruction: number;
  readonly last: Layer;
  readonly head: Head;
  /** Random words for dropout. */
  readonly words: number;
}

/** The noise's stride in bytes: the batch size rounded up to a multiple of 4, as the Engine port has it. */
const pitchOf = (batchSize: number): number => Math.ceil(batchSize / 4) * 16;

/** Random words come in chunks of 16, and those in pairs. */
const chunksOf = (rows: number, batchSize: number): number =>
  Math.ceil((rows * pitchOf(batchSize)) / 128) * 2;

export function planVae(region: Region, { layers }: Model, settings: VaeSettings): VaePlan {
  const { network, batchSize, lossWeights, totals } = settings;
  const { features, hiddenSizes, latentSize } = network;
  const depth = hiddenSizes.length;
  const batch = allocateBatch(region, features, batchSize);
  const tile = (rows: number) => region.allocate(rows * batch.stride);
  // The last vector of a row may lie beyond the noise of the last row.
  const noise = (rows: number) => region.allocate(chunksOf(rows, batchSize) * 64 + 16);
  const chain = (part: readonly Layer[], first: number): Link[] => {
    let from = first;
    return part.map((layer) => {
      const to = tile(layer.outputs);
      const link = { layer, from, to };
      from = to;
      return link;
    });
  };

  const toLatent = chain(layers.slice(0, depth + 1), batch.x);
  const z = tile(latentSize);
  const toLogits = chain(layers.slice(depth + 1, -1), z);
  const reconstruction = tile(rowWidth(features));
  const last = layers.at(-1)!;
  return {
    settings,
    batch,
    encoder: toLatent.slice(0, -1),
    latent: toLatent.at(-1)!,
    eps: noise(latentSize),
    spread: tile(latentSize),
    z,
    decoder: toLogits.slice(0, -1),
    output: toLogits.at(-1)!,
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
    words: noise(Math.max(1, ...hiddenSizes)),
  };
}

const squared = ({ network }: VaeSettings): number => (network.reconstruction === 'mse' ? 1 : 0);

/** From rows to losses, with the noise of `purpose`; with dropout after the encoder's layers or without. */
export function vaeForward(plan: VaePlan, purpose: number, withDropout: boolean): Instruction[] {
  const { settings, batch, latent, eps, spread, z, output, reconstruction } = plan;
  const { latentSize, features } = settings.network;
  const { batchSize, totals } = settings;
  const chunks = chunksOf(latentSize, batchSize);
  const kl = totals + 8 * VAE_TOTALS.kl;
  return [
    ...batch.load,
    ...plan.encoder.flatMap(({ layer, from, to }, i) => [
      dense(layer, from, to, true),
      ...(withDropout && settings.dropout > 0 ? drop(plan, i, to) : []),
    ]),
    dense(latent.layer, latent.from, latent.to, false),
    ['WORDS', eps, chunks, purpose],
    ['NORMALS', eps, chunks],
    ['REPARAMETRISE', latent.to, latentSize, eps, pitchOf(batchSize), z, spread, batch.weights, kl],
    ...plan.decoder.map(({ layer, from, to }) => dense(layer, from, to, true)),
    dense(output.layer, output.from, output.to, false),
    ['RECONSTRUCT', output.to, batch.x, features, squared(settings), reconstruction, batch.weights, totals],
    ...plan.head.forward,
  ];
}

/** Units whose random word is below the threshold are dropped, the others scaled up. */
function drop({ words, settings }: VaePlan, layer: number, tile: number): Instruction[] {
  const { network, batchSize, dropout } = settings;
  const units = network.hiddenSizes[layer]!;
  const threshold = Math.min(Math.ceil(dropout * 2 ** 32), 2 ** 32 - 1);
  return [
    ['WORDS', words, chunksOf(units, batchSize), Purpose.vaeDropout + 256 * layer],
    ['DROPOUT', tile, units, words, pitchOf(batchSize), threshold, float(keptScale(settings))],
  ];
}

const keptScale = ({ dropout }: VaeSettings): number => 1 / (1 - dropout);

/** From the losses to the gradient of every layer. Gradients of activations are written over these. */
export function vaeBackward(plan: VaePlan): Instruction[] {
  const { settings, batch, latent, spread, z, output, reconstruction, last, head } = plan;
  const { features, latentSize, reduction } = settings.network;
  const { lossWeights } = settings;
  const k = (weight: number, size: number) => float(reduction === 'mean' ? weight / size : weight);
  const kReconstruction = k(lossWeights.reconstruction, features);
  const back = ({ layer, from, to }: Link, scale: number | null): Instruction[] => [
    weightGradient(layer, from, to),
    ...(from === batch.x ? [] : [inputGradient(layer, to, from, scale)]),
  ];
  return [
    weightGradient(last, reconstruction, head.d),
    inputGradient(last, head.d, output.to),
    [
      'RECONSTRUCTION_GRADIENT',
      reconstruction,
      batch.x,
      features,
      squared(settings),
      output.to,
      batch.weights,
      kReconstruction,
    ],
    ...[output, ...plan.decoder.toReversed()].flatMap((link) => back(link, link.from === z ? null : 1)),
    ['LATENT_GRADIENT', latent.to, latentSize, spread, z, k(lossWeights.kl, latentSize)],
    ...[latent, ...plan.encoder.toReversed()].flatMap((link) => back(link, keptScale(settings))),
  ];
}
