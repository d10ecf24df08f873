import { type Network, unsupported } from '@latentsweep/core';

/** The kinds of layers that there are here, of VAEs and of classifiers. */
export const VAE_LAYERS = ['dense', 'conv', 'pool', 'conv_transpose', 'upsample'] as const;
export const CLASSIFIER_LAYERS = ['dense', 'conv', 'pool', 'dropout'] as const;

/** What is against a VAE's outputs and how it is trained, in words that follow the engine's name; null where nothing is. */
export function otherVae(network: Network): string | null {
  if (!('outputs' in network)) return null;
  const { outputs, conditional, klWarmup, freeBits } = network;
  const others = new Set(outputs.map(({ kind }) => kind).filter((kind) => kind !== 'sigmoid'));
  if (others.size > 0) return `makes no outputs of kind ${[...others].join(', ')}, sigmoids only`;
  if (outputs.length > 1) return `makes one output of all features, not ${outputs.length}`;
  if (conditional) return 'has no VAE that is told the class';
  if (klWarmup > 0) return 'has no KL divergence that warms up';
  return freeBits > 0 ? 'has no free bits' : null;
}

/** Why a network can't be trained here, in such words; null where it can. */
export const unsupportedHere = (network: Network): string | null =>
  otherVae(network) ?? unsupported(network, 'outputs' in network ? VAE_LAYERS : CLASSIFIER_LAYERS);

/** Units of a layer from which libtensorflow does a whole sweep faster than what runs on one core: docs/engines.md. */
export const WIDE = 768;

/** The same for what runs on one core. */
export function slowOnOneCore({ hidden }: Network): string | null {
  return hidden.some((layer) => layer.kind === 'dense' && layer.units >= WIDE)
    ? `is slow at layers of ${WIDE} units or more on one core`
    : null;
}
