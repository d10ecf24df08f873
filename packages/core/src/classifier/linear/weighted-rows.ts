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

/** w x + b of a row that begins at `from`, in four sums side by side, which a processor adds up at once. */
export function scoreOf(
  features: Float32Array,
  from: number,
  columns: number,
  parameters: Float64Array,
): number {
  let [a, b, c, d] = [parameters[columns]!, 0, 0, 0];
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    a += features[from + j]! * parameters[j]!;
    b += features[from + j + 1]! * parameters[j + 1]!;
    c += features[from + j + 2]! * parameters[j + 2]!;
    d += features[from + j + 3]! * parameters[j + 3]!;
  }
  for (; j < columns; j++) a += features[from + j]! * parameters[j]!;
  return a + b + (c + d);
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
  const [o, p, q, r] = [by[0]!, by[1]!, by[2]!, by[3]!] as const;
  let i = 0;
  // Two rows of the triangle at a time: what is read of the four serves both.
  for (let to = 0; i + 1 < width; i += 2, to += 2 * width) {
    const a0 = o * a[i]!;
    const b0 = p * b[i]!;
    const c0 = q * c[i]!;
    const d0 = r * d[i]!;
    const a1 = o * a[i + 1]!;
    const b1 = p * b[i + 1]!;
    const c1 = q * c[i + 1]!;
    const d1 = r * d[i + 1]!;
    const below = to + width;
    for (let j = 0; j <= i; j++) {
      const aj = a[j]!;
      const bj = b[j]!;
      const cj = c[j]!;
      const dj = d[j]!;
      into[to + j] = into[to + j]! + (a0 * aj + b0 * bj + (c0 * cj + d0 * dj));
      into[below + j] = into[below + j]! + (a1 * aj + b1 * bj + (c1 * cj + d1 * dj));
    }
    const last = below + i + 1;
    into[last] = into[last]! + (a1 * a[i + 1]! + b1 * b[i + 1]! + (c1 * c[i + 1]! + d1 * d[i + 1]!));
  }
  if (i === width) return;
  const a0 = o * a[i]!;
  const b0 = p * b[i]!;
  const c0 = q * c[i]!;
  const d0 = r * d[i]!;
  for (let j = 0, to = i * width; j <= i; j++, to++) {
    into[to] = into[to]! + (a0 * a[j]! + b0 * b[j]! + (c0 * c[j]! + d0 * d[j]!));
  }
}
