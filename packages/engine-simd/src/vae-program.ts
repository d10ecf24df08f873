import { type LossWeights, Purpose, type VaeNetwork } from '@latentsweep/core';
import { allocateBatch, type Batch, dense } from './batch.ts';
import { createHead, type Head } from './head.ts';
import type { Region } from './heap.ts';
import type { Layer, Model } from './model.ts';
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
  const over = (size: number) => (network.reduction === 'mean' ? 1 / size : 1);
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

  // Gradients of two neighbouring layers are all that is alive at a time.
  const widest = Math.max(features, latentSize, ...hiddenSizes);
  const gradients = [tile(widest), tile(widest)];
  let turn = 0;

  /** Weight gradient of a layer from dy, and the gradient of its inputs through the relu that made them. */
  function back(layer: Layer, from: number, dy: number, relu: boolean, factor: number, dx: number) {
    const { inputs, outputs, w, g } = layer;
    const instructions: Instruction[] = [['WEIGHT_GRADIENT', from, inputs, dy, outputs, g]];
    if (dx !== 0) {
      instructions.push(['INPUT_GRADIENT', dy, outputs, w, inputs, dx, relu ? from : 0, float(factor)]);
    }
    return instructions;
  }

  function backward(): Instruction[] {
    const next = () => gradients[turn++ % 2]!;
    let d = next();
    const instructions: Instruction[] = [
      ...back(last, reconstruction, head.d, false, 1, d),
      [
        'RECONSTRUCTION_GRADIENT',
        reconstruction,
        x,
        features,
        squared,
        d,
        weights,
        float(lossWeights.reconstruction * over(features)),
      ],
    ];
    [...decoder, output].reverse().forEach((layer, fromEnd) => {
      const i = depth - fromEnd;
      const dx = next();
      instructions.push(...back(layer, into(decoded, z, i), d, i > 0, 1, dx));
      d = dx;
    });
    const k = float(lossWeights.kl * over(latentSize));
    instructions.push(['LATENT_GRADIENT', latentTile, latentSize, spread, d, k]);
    d = latentTile;
    [...encoder, latent].reverse().forEach((layer, fromEnd) => {
      const i = depth - fromEnd;
      const dx = i === 0 ? 0 : next();
      instructions.push(...back(layer, into(encoded, x, i), d, true, scale, dx));
      d = dx;
    });
    return instructions;
  }

  return { batch, head, reconstruction, forward, backward };
}
