import type { Dense } from '../../model/network.ts';

/** A layer and where its W starts in the flat parameters; b follows W. */
export interface PlacedDense extends Dense {
  readonly at: number;
}

/** Lays layers out one after another, as `initialParameters` does. */
export function place(layers: readonly Dense[]): PlacedDense[] {
  let at = 0;
  return layers.map((layer) => {
    const placed = { ...layer, at };
    at += layer.inputs * layer.outputs + layer.outputs;
    return placed;
  });
}

/** y_o = b_o + sum_i x_i W_io. x [inputs] -> y [outputs] */
export function dense(layer: PlacedDense, w: Float64Array, x: Float64Array): Float64Array {
  const { inputs, outputs, at } = layer;
  const bias = at + inputs * outputs;
  const y = new Float64Array(outputs);
  for (let o = 0; o < outputs; o++) {
    let sum = w[bias + o]!;
    for (let i = 0; i < inputs; i++) sum += x[i]! * w[at + i * outputs + o]!;
    y[o] = sum;
  }
  return y;
}

/** dW_io += x_i dy_o,  db_o += dy_o,  dx_i = sum_o W_io dy_o. Adds to dw, returns dx [inputs]. */
export function denseBackward(
  layer: PlacedDense,
  w: Float64Array,
  x: Float64Array,
  dy: Float64Array,
  dw: Float64Array,
): Float64Array {
  const { inputs, outputs, at } = layer;
  const bias = at + inputs * outputs;
  const dx = new Float64Array(inputs);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      dw[at + i * outputs + o]! += x[i]! * dy[o]!;
      dx[i]! += w[at + i * outputs + o]! * dy[o]!;
    }
  }
  for (let o = 0; o < outputs; o++) dw[bias + o]! += dy[o]!;
  return dx;
}

/** max(0, a) element by element; NaN stays NaN. */
export const relu = (a: Float64Array): Float64Array => a.map((value) => Math.max(0, value));

/** da = dy where y = relu(a) is positive, else 0. */
export const reluBackward = (y: Float64Array, dy: Float64Array): Float64Array =>
  dy.map((d, o) => (y[o]! > 0 ? d : 0));
