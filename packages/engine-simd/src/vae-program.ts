import { type LossWeights, Purpose, type VaeNetwork } from '@latentsweep/core';
import { allocateBatch, type Batch } from './batch.ts';
import { dense, inputGradient, weightGradient } from './dense.ts';
import { createHead, type Head } from './head.ts';
import type { Region } from './heap.ts';
import type { Model } from './model.ts';
import { float, type Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/** The f64 sums that a VAE's programs add to: reconstruction, prediction, right rows, KL of each latent. */
export const VAE_TOTALS = { reconstruction: 0, prediction: 1, correct: 2, kl: 3 } as const;

/** A VAE's tiles and the instructions of its passes, forward and back. */
export interface VaePrograms {
  readonly batch: Batch;
  readonly head: Head;
  /** Tile of x^, [row width, batch], so that it can be written out as rows. */
  readonly reconstruction: number;
  /** From rows to losses, with the noise of `purpose`; with dropout after the encoder's layers or without. */
  forward(purpose: number, withDropout: boolean): Instruction[];
  /** From the losses to the gradient of every layer. */
  backward(): Instruction[];
}

/** Units to drop: those whose random word is below the threshold; the kept ones are scaled up. */
interface Dropout {
  readonly threshold: number;
  readonly scale: number;
}

interface VaeSettings {
  readonly network: VaeNetwork;
  readonly batchSize: number;
  readonly lossWeights: LossWeights;
  readonly dropout: number;
  /** Address of the VAE_TOTALS. */
  readonly totals: number;
}

/** The noise's stride in bytes: the batch size rounded up to a multiple of 4, as the Engine port has it. */
const pitchOf = (batchSize: number): number => Math.ceil(batchSize / 4) * 16;

/** Random words come in chunks of 16, and those in pairs. */
const chunksOf = (bytes: number): number => Math.ceil(bytes / 128) * 2;

function dropoutOf(rate: number): Dropout {
  return { threshold: Math.min(Math.ceil(rate * 2 ** 32), 2 ** 32 - 1), scale: 1 / (1 - rate) };
}

export function createVaePrograms(region: Region, model: Model, settings: VaeSettings): VaePrograms {
  const { network, batchSize, lossWeights, totals } = settings;
  const { features, hiddenSizes, latentSize } = network;
  const depth = hiddenSizes.length;
  const layers = model.layers;
  const [encoder, latent] = [layers.slice(0, depth), layers[depth]!];
  const [decoder, output, last] = [layers.slice(depth + 1, -2), layers.at(-2)!, layers.at(-1)!];

  const batch = allocateBatch(region, features, batchSize);
  const { stride, x, weights } = batch;
  const tile = (rows: number) => region.allocate(rows * stride);
  const pitch = pitchOf(batchSize);
  // The second vector of the last two may lie beyond the noise of a row, and a chunk's end beyond that of all.
  const noise = (rows: number) => region.allocate(chunksOf(rows * pitch) * 64 + 32);

  const encoded = encoder.map(({ outputs }) => tile(outputs));
  const latentTile = tile(2 * latentSize);
  const eps = noise(latentSize);
  const words = noise(Math.max(1, ...hiddenSizes));
  const z = tile(latentSize);
  const spread = tile(latentSize);
  const decoded = decoder.map(({ outputs }) => tile(outputs));
  const logits = tile(features);
  const reconstruction = tile(rowWidth(features));
  const squared = network.reconstruction === 'mse' ? 1 : 0;
  const total = (index: number) => totals + 8 * index;

  const head = createHead(
    region,
    batch,
    last.outputs,
    (logits) => dense(last, reconstruction, logits, false),
    lossWeights.prediction,
    total(VAE_TOTALS.prediction),
    total(VAE_TOTALS.correct),
  );
  const { threshold, scale } = dropoutOf(settings.dropout);
  const drop = (layer: number): Instruction[] => [
    ['WORDS', words, chunksOf(hiddenSizes[layer]! * pitch), Purpose.vaeDropout + 256 * layer],
    ['DROPOUT', encoded[layer]!, hiddenSizes[layer]!, words, pitch, threshold, float(scale)],
  ];
  const into = (tiles: readonly number[], first: number, layer: number) =>
    layer === 0 ? first : tiles[layer - 1]!;

  function forward(purpose: number, withDropout: boolean): Instruction[] {
    return [
      ...batch.load,
      ...encoder.flatMap((layer, i) => [
        dense(layer, into(encoded, x, i), encoded[i]!, true),
        ...(withDropout && settings.dropout > 0 ? drop(i) : []),
      ]),
      dense(latent, into(encoded, x, depth), latentTile, false),
      ['WORDS', eps, chunksOf(latentSize * pitch), purpose],
      ['NORMALS', eps, chunksOf(latentSize * pitch)],
      ['REPARAMETRISE', latentTile, latentSize, eps, pitch, z, spread, weights, total(VAE_TOTALS.kl)],
      ...decoder.map((layer, i) => dense(layer, into(decoded, z, i), decoded[i]!, true)),
      dense(output, into(decoded, z, depth), logits, false),
      ['RECONSTRUCT', logits, x, features, squared, reconstruction, weights, totals],
      ...head.forward,
    ];
  }

  function backward(): Instruction[] {
    const k = (weight: number, size: number) => float(network.reduction === 'mean' ? weight / size : weight);
    const instructions: Instruction[] = [
      weightGradient(last, reconstruction, head.d),
      inputGradient(last, head.d, logits),
      [
        'RECONSTRUCTION_GRADIENT',
        reconstruction,
        x,
        features,
        squared,
        logits,
        weights,
        k(lossWeights.reconstruction, features),
      ],
    ];
    let d = logits;
    [...decoder, output].reverse().forEach((layer, fromEnd) => {
      const from = into(decoded, z, depth - fromEnd);
      instructions.push(weightGradient(layer, from, d), inputGradient(layer, d, from, from === z ? null : 1));
      d = from;
    });
    instructions.push(['LATENT_GRADIENT', latentTile, latentSize, spread, z, k(lossWeights.kl, latentSize)]);
    d = latentTile;
    [...encoder, latent].reverse().forEach((layer, fromEnd) => {
      const from = into(encoded, x, depth - fromEnd);
      instructions.push(weightGradient(layer, from, d));
      if (from !== x) instructions.push(inputGradient(layer, d, from, scale));
      d = from;
    });
    return instructions;
  }

  return { batch, head, reconstruction, forward, backward };
}
