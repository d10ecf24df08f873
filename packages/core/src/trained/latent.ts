import { noDropout } from '../engine/reference/noise.ts';
import { vaeForward } from '../engine/reference/vae.ts';
import { vaeParts } from '../model/parts.ts';
import type { TrainedGenerator } from './generator.ts';

/** What a VAE makes of a row and of a place in its latent space, row by row, as `engine/reference/vae.ts` has it. */
export interface LatentSpace {
  /** mu of a row of features, [L]; `y`: its class, which a conditional network is told. */
  encode(x: ArrayLike<number>, y: number): Float64Array;
  /** x^ of a place z, [D]. */
  decode(z: Float64Array, y: number): Float64Array;
}

/** To be looked at: in doubles, whatever engine trained it, so that no result may come of it. */
export function latentSpace({
  network,
  parameters,
}: Pick<TrainedGenerator, 'network' | 'parameters'>): LatentSpace {
  const parts = vaeParts(network);
  const w = Float64Array.from(parameters);
  const keep = noDropout(parts.encoder)();
  const nowhere = new Float64Array(network.latentSize);
  const forward = (x: Float64Array, y: number, eps: Float64Array, prior: boolean) =>
    vaeForward({ network, parts }, w, { x, y, weight: 1, eps, keep }, prior);
  const blank = new Float64Array(network.features);
  return {
    encode: (x, y) => forward(Float64Array.from(x), y, nowhere, false).mu,
    decode: (z, y) => forward(blank, y, z, true).reconstruction,
  };
}
