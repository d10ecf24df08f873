/** Layers one after another over K lanes at once, forward and back. */

import { hasRelu } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Gate, LaneMath, LayerGradient } from '../math/port.ts';
import { type HiddenLayer, hiddenOf } from './hidden.ts';

/** What dropout does to the values of a layer. */
export interface Kept {
  /** What each is multiplied by. [K, B, H] */
  readonly factors: tf.Tensor3D;
  /** 1 - rate of each lane. */
  readonly shares: readonly number[];
}

/** The values between two layers. */
export interface Values {
  readonly y: tf.Tensor3D;
  /** Whether a relu made them, so that what is not positive has no gradient. */
  readonly relu: boolean;
  /** What dropout scaled them by, a lane each. */
  readonly scales?: readonly number[] | undefined;
  /** Whether their gradient is wanted: by a layer before them that has parameters, or by what made the first ones. */
  readonly learnt: boolean;
}

/** What layers made of some values. */
export interface Chained {
  readonly last: Values;
  /** From the gradient of the last values to that of the first; null where nobody wants it. Notes those of parameters, last layer first. */
  back(d: tf.Tensor3D, gradients: LayerGradient[]): tf.Tensor3D | null;
}

/** What a gradient of values goes through to what the relu was given. */
export const gateOf = ({ y, relu, scales }: Values): Gate =>
  relu ? { gate: y, scale: scales && tf.tensor1d([...scales]) } : {};

/** `open`: no relu follows the last layer. */
export function chainOf(layers: readonly HiddenLayer[], math: LaneMath, { open = false } = {}) {
  const steps = layers.map((layer, h) => {
    const relu = !(open && h === layers.length - 1);
    return { layer, relu, pass: layer.kind === 'dropout' ? null : hiddenOf(layer, math, relu) };
  });

  /** `keep`: by layer, null where none of its values are dropped. */
  return (w: tf.Tensor2D, first: Values, keep: readonly (Kept | null)[]): Chained => {
    let chained: Chained = { last: first, back: (d) => (first.learnt ? d : null) };
    steps.forEach(({ layer, relu, pass }, h) => {
      if (pass) chained = after(chained, layer, pass(w, chained.last.y), relu);
      const kept = keep[h];
      if (kept) chained = { ...chained, last: dropped(chained.last, kept) };
    });
    return chained;
  };
}

function after(
  before: Chained,
  layer: HiddenLayer,
  { y, gradient, back }: ReturnType<ReturnType<typeof hiddenOf>>,
  relu: boolean,
): Chained {
  const from = before.last;
  return {
    last: {
      y,
      relu: hasRelu(layer) ? relu : from.relu,
      learnt: from.learnt || layer.size > 0,
    },
    back(d, gradients) {
      const own = gradient(d);
      if (own) gradients.push(own);
      return from.learnt ? before.back(back(d, gateOf(from)), gradients) : null;
    },
  };
}

const dropped = (values: Values, { factors, shares }: Kept): Values => ({
  ...values,
  y: tf.mul(values.y, factors),
  scales: shares.map((share, k) => (values.scales?.[k] ?? 1) / share),
});
