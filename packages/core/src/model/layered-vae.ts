import { layersOf } from './layer/text.ts';
import type { ImageShape } from './layer/window.ts';
import type { VaeNetwork } from './network.ts';

/** What judges reconstructed images: two convolutions, each of which halves the sides. */
const JUDGE = ['conv 8 3x3 stride 2', 'conv 16 3x3 stride 2'];

/**
 * A VAE with these layers, as text, for an encoder. Where some of them are for images, so are its decoder and its head. `shape`: of
 * the images, if the features are such. Throws TypeError for a text that is no layer.
 */
export function layeredVae(
  network: VaeNetwork,
  layers: readonly string[],
  shape: ImageShape | undefined,
): VaeNetwork {
  const hidden = layersOf(layers);
  if (!shape || !hidden.some(({ kind }) => kind === 'conv' || kind === 'pool')) return { ...network, hidden };
  return { ...network, shape, hidden, judging: layersOf(JUDGE) };
}
