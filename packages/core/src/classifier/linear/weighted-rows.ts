import type { FittingRows } from '../classifier.ts';

/** Rows with a weight each. */
export interface WeightedRows {
  /** [count, columns] row-major. */
  readonly features: Float32Array;
  readonly count: number;
  readonly columns: number;
  /** [count] */
  readonly weights: Float64Array;
  /** Their sum, by which losses are means. */
  readonly total: number;
  /** Root of the weighted mean square of each column, and of the intercept's ones. [columns + 1] */
  readonly rms: Float64Array;
}

/** Throws RangeError where the weights sum to nothing: there is nothing to learn from. */
export function weightedRows(rows: Omit<FittingRows, 'labels' | 'classes'>): WeightedRows {
  const { features, count, columns } = rows;
  const weights = rows.weights ? Float64Array.from(rows.weights) : new Float64Array(count).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError(`${count} rows whose weights sum to ${total}`);
  const rms = new Float64Array(columns + 1).fill(1);
  const squares = new Float64Array(columns);
  for (let row = 0, at = 0; row < count; row++) {
    const weight = weights[row]!;
    for (let j = 0; j < columns; j++, at++) squares[j] = squares[j]! + weight * features[at]! * features[at]!;
  }
  for (let j = 0; j < columns; j++) rms[j] = Math.sqrt(squares[j]! / total);
  return { features, count, columns, weights, total, rms };
}

/** Rows taken together at a time: enough that sums are kept while four rows are read. */
const TOGETHER = 4;

/**
 * sum_i c_i x_i x_i' over rows, x_i with a 1 behind its columns for the intercept: the lower triangle is added to `into`
 * [columns + 1, columns + 1]. Rows of no curvature cost nothing.
 */
export function addGram(
  { features, count, columns }: WeightedRows,
  curvature: Float64Array,
  into: Float64Array,
): void {
  const width = columns + 1;
  const [a, b, c, d] = Array.from({ length: TOGETHER }, () => new Float64Array(width).fill(1)) as Four;
  const four: Four = [a, b, c, d];
  const by = new Float64Array(TOGETHER);
  let held = 0;
  for (let row = 0; row < count; row++) {
    const own = curvature[row]!;
    if (own === 0) continue;
    const x = four[held]!;
    by[held++] = own;
    for (let j = 0, at = row * columns; j < columns; j++, at++) x[j] = features[at]!;
    if (held < TOGETHER) continue;
    addOuter(a, b, c, d, by, width, into);
    held = 0;
  }
  if (held === 0) return;
  by.fill(0, held);
  addOuter(a, b, c, d, by, width, into);
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

function addOuter(
  ...[a, b, c, d, by, width, into]: [...Four, by: Float64Array, width: number, into: Float64Array]
): void {
  for (let i = 0, to = 0; i < width; i++, to += width) {
    const p = by[0]! * a[i]!;
    const q = by[1]! * b[i]!;
    const r = by[2]! * c[i]!;
    const s = by[3]! * d[i]!;
    for (let j = 0; j <= i; j++) {
      into[to + j] = into[to + j]! + (p * a[j]! + q * b[j]! + (r * c[j]! + s * d[j]!));
    }
  }
}
