/** max(0, a) element by element; NaN stays NaN. */
export const relu = (a: Float64Array): Float64Array => a.map((value) => Math.max(0, value));

/** da = dy where y = relu(a) is positive, else 0. */
export const reluBackward = (y: Float64Array, dy: Float64Array): Float64Array =>
  dy.map((d, o) => (y[o]! > 0 ? d : 0));
