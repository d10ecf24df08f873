import type { KindName, Layer } from '../../../model/layer/kinds.ts';
import { DENSE } from './dense.ts';
import type { LayerPasses } from './kind.ts';

/** The kinds of layers that this engine has: all that there are. */
export const LAYER_PASSES: Readonly<Record<KindName, LayerPasses>> = { dense: DENSE };

export const forward = (layer: Layer, w: Float64Array, x: Float64Array): Float64Array =>
  LAYER_PASSES[layer.kind].forward(layer, w, x);

/** Adds the layer's gradient to dw, returns dx. */
export const backward = (
  layer: Layer,
  w: Float64Array,
  x: Float64Array,
  dy: Float64Array,
  dw: Float64Array,
): Float64Array => LAYER_PASSES[layer.kind].backward(layer, w, x, dy, dw);
