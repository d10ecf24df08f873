/**
 * A kind of layer that the house does not have, as one would be added: what core must know of it, what the reference
 * must. y_i = w_i x_i.
 */

import { type Form, formOf, type LayerKind, type Placed } from '../../model/layer/kind.ts';
import { LAYER_KINDS, type Layer, type LayerSpec } from '../../model/layer/kinds.ts';
import type { LayerPasses } from '../reference/layer/kind.ts';
import { LAYER_PASSES } from '../reference/layer/kinds.ts';

type ScaleForm = Form<'scale'>;

const SCALE: LayerKind<{ readonly kind: 'scale' }, ScaleForm> = {
  relu: true,
  over: (_spec, from) => formOf('scale', from, from),
  back: (form) => form,
  parameterCount: ({ inputs }) => inputs,
  products: ({ inputs }) => inputs,
  initialise: (_layer, parameters) => void parameters.fill(1),
};

const SCALE_PASSES: LayerPasses<Placed<ScaleForm> & Layer> = {
  forward: ({ at }, w, x) => x.map((value, i) => w[at + i]! * value),
  backward({ at }, w, x, dy, dw) {
    dy.forEach((d, i) => {
      dw[at + i]! += x[i]! * d;
    });
    return dy.map((d, i) => w[at + i]! * d);
  },
};

/** Its line in either table; returns what a network asks for it by. */
export function addScaleLayer(): LayerSpec {
  Object.assign(LAYER_KINDS, { scale: SCALE });
  Object.assign(LAYER_PASSES, { scale: SCALE_PASSES });
  return { kind: 'scale' } as unknown as LayerSpec;
}
