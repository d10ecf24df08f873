/**
 * Features [n, D] row-major, each column less its median and over its interquartile range, both of the rows from the first
 * up to `fitted`; a range of 0 counts as 1. As scikit-learn's RobustScaler.
 */
export function robustlyScaled(features: Float32Array, width: number, fitted: number): Float32Array {
  const out = new Float32Array(features.length);
  const column = new Float32Array(fitted);
  for (let c = 0; c < width; c++) {
    for (let row = 0; row < fitted; row++) column[row] = features[row * width + c]!;
    column.sort();
    const middle = quantile(column, 0.5);
    const range = quantile(column, 0.75) - quantile(column, 0.25);
    const by = range === 0 ? 1 : range;
    for (let at = c; at < features.length; at += width) out[at] = (features[at]! - middle) / by;
  }
  return out;
}

/** Of values that ascend, linear between them. */
function quantile(values: Float32Array, share: number): number {
  const at = share * (values.length - 1);
  const below = Math.floor(at);
  const low = values[below]!;
  return low + (at - below) * ((values[below + 1] ?? low) - low);
}
