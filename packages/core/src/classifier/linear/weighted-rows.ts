import type { FittingRows } from '../classifier.ts';
import { linearMachine } from './kernels.ts';
import { doublesAt, piecesOf } from './room.ts';
import { blockRows, blocksOf, bytesOfRows, putRows } from './row-block.ts';

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
  let total = 0;
  for (let row = 0; row < count; row++) total += weights[row]!;
  if (!(total > 0)) throw new RangeError(`${count} rows whose weights sum to ${total}`);
  const squares = squaresOf({ features, count, columns, weights });
  const rms = new Float64Array(columns + 1).fill(1);
  for (let j = 0; j < columns; j++) rms[j] = Math.sqrt(squares[j]! / total);
  return { features, count, columns, weights, total, rms };
}

/** sum_i weight_i x_i^2. [columns] */
function squaresOf(rows: Omit<WeightedRows, 'total' | 'rms'>): Float64Array {
  const { columns } = rows;
  const most = blockRows(columns, 1);
  const wide = Math.ceil(columns / 8) * 8;
  const at = piecesOf({ weights: 8 * most, sums: 8 * wide, rows: bytesOfRows(most, columns) });
  const sums = doublesAt(at.sums, wide).fill(0);
  for (const range of blocksOf(rows, most)) {
    putRows(rows, range, at.rows);
    doublesAt(at.weights, range.count).set(rows.weights.subarray(range.from, range.from + range.count));
    linearMachine().kernels.squares(at.rows, columns, range.count, at.weights, at.sums);
  }
  return sums.slice(0, columns);
}
