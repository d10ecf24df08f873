/**
 * The first two principal components of rows, by power iteration on the covariance, which is never formed: S v =
 * X'(X v) / n with X centred, n rows of D columns. Deterministic: sums run in one order and the start is fixed.
 */

export interface Components {
  /** [D] */
  readonly mean: Float64Array;
  /** Two of unit length [D] each, the entry of largest size positive; zeros where no variance is left. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Shares of the whole variance; zeros where there is none. */
  readonly explained: readonly [number, number];
}

const MOST_STEPS = 300;
/** Of the squared change of the axis from one step to the next. */
const CLOSE = 1e-16;
/** What is left of the variance below this share of it is rounding. */
const NOTHING = 1e-12;

/** Rows [n, columns] row-major, n at least 1. */
export function principalComponents(rows: Float32Array, columns: number): Components {
  const centred = Float64Array.from(rows);
  const count = rows.length / columns;
  const mean = new Float64Array(columns);
  for (let at = 0; at < centred.length; at++) mean[at % columns]! += centred[at]! / count;
  let total = 0;
  for (let at = 0; at < centred.length; at++) {
    centred[at]! -= mean[at % columns]!;
    total += (centred[at]! * centred[at]!) / count;
  }
  const spread = (axis: Float64Array) => covarianceTimes(centred, columns, axis);
  const first = dominant(spread, columns, null, NOTHING * total);
  const second = dominant(spread, columns, first.axis, NOTHING * total);
  const share = (variance: number) => (total === 0 ? 0 : variance / total);
  return {
    mean,
    axes: [first.axis, second.axis],
    explained: [share(first.variance), share(second.variance)],
  };
}

/** The places of rows on the two axes. */
export function projected(
  { mean, axes }: Components,
  rows: Float32Array,
): readonly (readonly [number, number])[] {
  const columns = mean.length;
  return Array.from({ length: rows.length / columns }, (_, row) => {
    let [x, y] = [0, 0];
    for (let d = 0; d < columns; d++) {
      const off = rows[row * columns + d]! - mean[d]!;
      x += off * axes[0][d]!;
      y += off * axes[1][d]!;
    }
    return [x, y] as const;
  });
}

/** S v, for centred rows. */
function covarianceTimes(centred: Float64Array, columns: number, v: Float64Array): Float64Array {
  const out = new Float64Array(columns);
  const count = centred.length / columns;
  for (let from = 0; from < centred.length; from += columns) {
    let along = 0;
    for (let d = 0; d < columns; d++) along += centred[from + d]! * v[d]!;
    for (let d = 0; d < columns; d++) out[d]! += (along * centred[from + d]!) / count;
  }
  return out;
}

/** The axis of largest variance, at a right angle to `other`. */
function dominant(
  spread: (axis: Float64Array) => Float64Array,
  columns: number,
  other: Float64Array | null,
  least: number,
) {
  let axis = startOf(columns);
  if (other) removeAlong(axis, other);
  let length = unit(axis);
  for (let step = 0; step < MOST_STEPS && length > 0; step++) {
    const next = spread(axis);
    if (other) removeAlong(next, other);
    length = unit(next);
    const change = next.reduce((sum, x, d) => sum + (x - axis[d]!) ** 2, 0);
    axis = next;
    if (change < CLOSE) break;
  }
  // The length of S v is v's variance once v has settled.
  if (!(length > least)) return { axis: new Float64Array(columns), variance: 0 };
  const along = spread(axis);
  const variance = along.reduce((sum, x, d) => sum + x * axis[d]!, 0);
  return { axis: pointingUp(axis), variance };
}

/** Entries that differ from each other without a pattern: no data's axis is at a right angle to it but by chance. */
function startOf(columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, d) => {
    const golden = (d + 1) * 0.618033988749895;
    return 0.5 + golden - Math.floor(golden);
  });
}

function removeAlong(v: Float64Array, axis: Float64Array): void {
  const along = v.reduce((sum, x, d) => sum + x * axis[d]!, 0);
  for (let d = 0; d < v.length; d++) v[d]! -= along * axis[d]!;
}

/** Scales it to length 1, where it has one; returns the length that it had. */
function unit(v: Float64Array): number {
  const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  if (length > 0) for (let d = 0; d < v.length; d++) v[d]! /= length;
  return length;
}

/** An axis has no direction of its own: the entry of largest size, the first of equals, is made positive. */
function pointingUp(axis: Float64Array): Float64Array {
  const largest = axis.reduce((best, x, d) => (Math.abs(x) > Math.abs(axis[best]!) ? d : best), 0);
  return axis[largest]! < 0 ? axis.map((x) => -x) : axis;
}
