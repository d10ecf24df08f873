import type { Layer } from '../../../model/layer/kinds.ts';

/** A kind of layer, forward and backward, one row at a time; w and dw are the network's, flat. */
export interface LayerPasses<Any extends Layer = Layer> {
  /** x [inputs] -> y [outputs] */
  forward(layer: Any, w: Float64Array, x: Float64Array): Float64Array;
  /** Adds the layer's gradient to dw; dy [outputs] -> dx [inputs]. */
  backward(layer: Any, w: Float64Array, x: Float64Array, dy: Float64Array, dw: Float64Array): Float64Array;
}
