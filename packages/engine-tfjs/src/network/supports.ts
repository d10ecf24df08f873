import { type Network, unsupported } from '@latentsweep/core';

/** The kinds of layers that there are here. */
export const LAYERS = ['dense'] as const;

/** What is against a network of several outputs, in words that follow the engine's name; null for any other. */
export function severalOutputs(network: Network): string | null {
  return 'outputs' in network && network.outputs.length > 1
    ? `makes one output of all features, not ${network.outputs.length}`
    : null;
}

/** Why a network can't be trained here, in such words; null where it can. */
export const unsupportedHere = (network: Network): string | null =>
  severalOutputs(network) ?? unsupported(network, LAYERS);

/** Units of a layer from which libtensorflow does a whole sweep faster than what runs on one core: docs/engines.md. */
const WIDE = 768;

/** The same for what runs on one core. */
export function slowOnOneCore({ hidden }: Network): string | null {
  return hidden.some((layer) => layer.kind === 'dense' && layer.units >= WIDE)
    ? `is slow at layers of ${WIDE} units or more on one core`
    : null;
}
