import type { ClassifierParts, Dense, VaeParts } from '@latentsweep/core';
import { rowWidth } from './rows.ts';
import type { HiddenLayer } from './supports.ts';

/** A layer as the kernels have it: W [inputs, outputs] row-major, then b, from float `at` on. */
export type Place = Pick<Dense, 'inputs' | 'outputs' | 'at'>;

/** How the flat parameters of the port lie in the kernels' memory. */
export interface Layout {
  /** Floats in memory, a multiple of 4. */
  readonly size: number;
  /** Where in memory each of the port's parameters lies. */
  readonly places: Uint32Array;
}

const padded = (count: number): number => Math.ceil(count / 4) * 4;

const inOrder = (count: number): Uint32Array => new Uint32Array(count).map((_, i) => i);

export type VaeLayout = ReturnType<typeof vaeLayout>;

/** mu and log sigma^2 become one layer, `latent`, of 2 L outputs, mu's first, where they were. */
export function vaeLayout({ mu, logVariance, size }: VaeParts) {
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

export interface ClassifierLayout extends Layout {
  readonly hidden: readonly HiddenLayer[];
  /** To the logits. */
  readonly head: Place;
  /** Two classes and no hidden layer: the deck's classifier, which has kernels of its own that read whole rows. */
  readonly logistic: boolean;
}

export function classifierLayout({ hidden, head, size }: ClassifierParts<HiddenLayer>): ClassifierLayout {
  const places = inOrder(size);
  if (hidden.length > 0 || head.outputs > 1) {
    return { size: padded(size), places, hidden, head, logistic: false };
  }
  // The weights of what is in a row beside its features, label and padding, are and stay 0.
  const inputs = rowWidth(head.inputs);
  places[head.inputs] = inputs;
  return { size: inputs + 4, places, hidden, head: { inputs, outputs: 1, at: 0 }, logistic: true };
}
