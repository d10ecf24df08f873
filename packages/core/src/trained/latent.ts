import { noDropout } from '../engine/reference/noise.ts';
import { vaeEncode, vaeForward } from '../engine/reference/vae.ts';
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
  const blank = new Float64Array(network.features);
  const vae = { network, parts };
  return {
    encode: (x, y) => vaeEncode(vae, w, { x: Float64Array.from(x), y, keep }).mu,
    decode: (z, y) => vaeForward(vae, w, { x: blank, y, weight: 1, eps: z, keep }, true).reconstruction,
  };
}
