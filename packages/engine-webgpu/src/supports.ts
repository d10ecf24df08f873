import { type LayerOf, type Network, unsupported } from '@latentsweep/core';

/** The kinds of layers that there are here, of VAEs and of classifiers. */
export const VAE_LAYERS = ['dense'] as const;
export const CLASSIFIER_LAYERS = ['dense', 'dropout'] as const;

/** A hidden layer of either. */
export type HiddenLayer = LayerOf<(typeof CLASSIFIER_LAYERS)[number]>;

/** Units of a layer from which one workgroup a trial is too little: docs/decisions/0068-webgpu.md. */
const WIDE = 256;

/** What is against training a network here, in words that follow the engine's name; null where nothing is. */
export function objection(network: Network): string | null {
  const kinds = unsupported(network, 'latentSize' in network ? VAE_LAYERS : CLASSIFIER_LAYERS);
  if (kinds !== null) return kinds;
  if ('latentSize' in network) {
    if (network.conditional && network.shape) return 'has no class beside images';
  }
  const wide = network.hidden.some((layer) => layer.kind === 'dense' && layer.units >= WIDE);
  return wide ? `is slow at layers of ${WIDE} units or more` : null;
}

/** Throws TypeError for a network that these kernels can't train, with the words of `objection`; for slow ones it does not. */
export function refuse(network: Network): void {
  const why = objection(network);
  if (why !== null && !why.startsWith('is slow')) throw new TypeError(`this engine ${why}`);
}
