import {
  classInputs,
  type Dense,
  type OptimizerKind,
  Purpose,
  type VaeNetwork,
  type VaeParts,
} from '@latentsweep/core';
import { batchTiles } from './batch.ts';
import { chain, dense, denseBackward, THROUGH, type Values } from './chain.ts';
import { type Layout, type Place, rowVectors } from './layout.ts';
import { planOutputs, reconstructionSums } from './outputs.ts';
import { float, type Instruction } from './program.ts';
import { Tiles } from './tiles.ts';

interface VaeSettings {
  readonly network: VaeNetwork;
  readonly parts: VaeParts<Dense>;
  readonly layout: Layout & { readonly latent: Place };
  readonly batchSize: number;
  readonly optimizer: OptimizerKind;
  /** Whether some lane drops units. */
  readonly dropout: boolean;
}

/**
 * What a VAE runs for each batch. The sums that it leaves of a measured one, one after the other: of the reconstruction, some of
 * them; prediction, right rows, KL of each latent.
 */
export function vaePrograms({ network, parts, layout, batchSize, optimizer, dropout }: VaeSettings) {
  const { features, latentSize, freeBits } = network;
  const { size, latent } = layout;
  const classes = classInputs(network);
  const tiles = new Tiles(batchSize);
  const { pitch } = tiles;
  const batch = batchTiles(tiles, features, classes);
  const { labels, weights } = batch;
  const first = (at: number, learnt: boolean, gradientAt = at): Values => ({
    ...{ at, learnt, gradientAt, through: THROUGH.nothing, scale: 1 },
  });

  const encoder = chain(tiles, parts.encoder, first(batch.x, false), {
    ...{ size, dropout: dropout ? Purpose.vaeDropout : undefined },
  });
  const posterior = tiles.tile(2 * latentSize);
  const eps = tiles.noise(latentSize);
  const spread = tiles.tile(latentSize);
  const z = tiles.tile(latentSize + classes);
  const decoder = chain(tiles, [...parts.decoder, parts.reconstruction], first(z, true), {
    ...{ size, open: true },
  });
  const a = decoder.last.at;
  const width = rowVectors(features) * 4;
  const reconstruction = tiles.tile(width);
  const judging = chain(tiles, parts.judging, first(reconstruction, true, a), { size });
  const { head } = parts;
  const p = tiles.tile(head.outputs);
  const d = tiles.tile(head.outputs);

  const reconstructions = reconstructionSums(network.outputs);
  const quantities = reconstructions + 2 + latentSize;
  const own = { a, x: batch.x, p: reconstruction, weights };
  const outputs = planOutputs(tiles, network.outputs, own, quantities);
  const terms = tiles.tile(2 + latentSize);

  const sample = (from: number, purpose: number): readonly Instruction[] => [
    ['NORMALS', eps, latentSize, purpose],
    ['REPARAMETRISE', from, latentSize, eps, z, spread, terms + 2 * pitch, weights, freeBits > 0 ? 1 : 0],
    ...batch.classRows(z + latentSize * pitch),
  ];
  const encode = (trained: boolean): readonly Instruction[] => [
    ...encoder.forward(trained),
    dense(latent, encoder.last.at, posterior, false),
  ];
  const headLoss: Instruction =
    head.outputs === 1
      ? ['SIGMOID_LOSS', p, labels, d, weights, terms]
      : ['SOFTMAX_LOSS', p, head.outputs, labels, d, weights, terms];
  /** From z to x^, by `make`, and what is predicted of it. */
  const decode = (make: readonly Instruction[]): readonly Instruction[] => [
    ...decoder.forward(false),
    ...make,
    ...judging.forward(false),
    dense(head, judging.last.at, p, false),
    headLoss,
  ];
  const measure: readonly Instruction[] = [
    ...outputs.sums,
    ['SUMS', terms, 1, 2 + latentSize, reconstructions, quantities],
  ];
  const forward = (purpose: number, trained: boolean): readonly Instruction[] => [
    ...batch.load,
    ...encode(trained),
    ...sample(posterior, purpose),
    ...decode(outputs.losses),
    ...measure,
  ];
  const latentValues: Values = { ...encoder.last };
  const backward: readonly Instruction[] = [
    ...denseBackward(head, judging.last, d, size),
    ...judging.backward,
    ...outputs.backward,
    ...decoder.backward,
    ...(freeBits > 0
      ? [['FREE_BITS', posterior, latentSize, terms + 2 * pitch, float(freeBits), quantities] as const]
      : []),
    ['LATENT_GRADIENT', posterior, latentSize, spread, z],
    ...denseBackward(latent, latentValues, posterior, size),
    ...encoder.backward,
  ];
  const prior = network.conditional ? tiles.tile(2 * latentSize) : posterior;
  return {
    tiles,
    quantities,
    reconstructions,
    /** Floats that a lane keeps from a step to the next, while it is trained: see wgsl/free-bits.wgsl. */
    kept: freeBits > 0 ? 4 * latentSize : 0,
    /** Floats of a generated row. */
    width,
    programs: {
      train: [
        ...forward(Purpose.vaeNoise, true),
        ...backward,
        [optimizer === 'adam' ? 'ADAM' : 'RMSPROP'] as const,
      ],
      evaluate: forward(Purpose.evaluateNoise, false),
      /** A conditional one makes its rows from the prior: with mu and ln sigma^2 of 0, z is eps. */
      generate: [
        ...batch.load,
        ...(network.conditional ? [['ZERO', prior, 2 * latentSize] as const] : encode(false)),
        ...sample(prior, Purpose.generateNoise),
        ...decode(outputs.expect),
        ...outputs.draw,
        ['COPY', reconstruction + features * pitch, labels, 1] as const,
        ['SCATTER', reconstruction, width] as const,
        ['TELL', p, head.outputs] as const,
      ],
    },
  };
}
