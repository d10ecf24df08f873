import type { ClassifierParts, Dense, VaeParts } from '@latentsweep/core';

/** A dense layer in a network's memory: W [inputs, outputs] row-major, then b, from float `at` on. */
export type Place = Pick<Dense, 'inputs' | 'outputs' | 'at'>;

/** How the flat parameters of the port lie in a network's memory. */
export interface Layout {
  /**
   * Floats, a multiple of 16: four vectors a lane (parameters, gradient, two means) are then a multiple of the 256 bytes at
   * which a buffer may be bound.
   */
  readonly size: number;
  /** Where in memory each of the port's parameters lies. */
  readonly places: Uint32Array;
}

const padded = (count: number): number => Math.ceil(count / 16) * 16;

const inOrder = (count: number): Uint32Array => new Uint32Array(count).map((_, i) => i);

/** mu and log sigma^2 become one layer, `latent`, of 2 L outputs, mu's first, where they were. */
export function vaeLayout({ mu, logVariance, size }: VaeParts): Layout & { readonly latent: Place } {
  const { inputs, outputs, at } = mu;
  const places = inOrder(size);
  [mu, logVariance].forEach((layer, half) => {
    for (let i = 0; i <= inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        places[layer.at + i * outputs + o] = at + (2 * i + half) * outputs + o;
      }
    }
  });
  return { size: padded(size), places, latent: { inputs, outputs: 2 * outputs, at } };
}

export const classifierLayout = ({ size }: ClassifierParts): Layout => ({
  size: padded(size),
  places: inOrder(size),
});

/** Vectors of a row in the GPU's memory: the features, the label, zeros. */
export const rowVectors = (columns: number): number => Math.ceil((columns + 1) / 4);
