import { type LayerOf, type Network, unsupported } from '@latentsweep/core';

/** The kinds of layers that there are here, of VAEs and of classifiers. */
export const VAE_LAYERS = ['dense', 'conv', 'pool', 'conv_transpose', 'upsample'] as const;
export const CLASSIFIER_LAYERS = ['dense', 'conv', 'pool', 'dropout'] as const;

export type VaeLayer = LayerOf<(typeof VAE_LAYERS)[number]>;

/** A hidden layer of either. */
export type HiddenLayer = VaeLayer | LayerOf<(typeof CLASSIFIER_LAYERS)[number]>;

/** Whether the first of these layers that asks for anything takes images, in blocks: assembly/blocks.ts. */
export function takesBlocks(layers: readonly HiddenLayer[]): boolean {
  const kind = layers.find((layer) => layer.kind !== 'dropout')?.kind;
  return kind === 'conv' || kind === 'pool';
}

/** Units of a layer from which engines with kernels for large matrices do a whole sweep faster: docs/engines.md. */
const WIDE = 768;

/** What is against training a network here, in words that follow the engine's name; null where nothing is. */
export function objection(network: Network): string | null {
  const slow = network.hidden.some((layer) => layer.kind === 'dense' && layer.units >= WIDE);
  const layers = 'latentSize' in network ? VAE_LAYERS : CLASSIFIER_LAYERS;
  return unsupported(network, layers) ?? (slow ? `is slow at layers of ${WIDE} units or more` : null);
}
