import { linearMachine } from './kernels.ts';
import { doublesAt, piecesOf } from './room.ts';
import { blockRows, blocksOf, bytesOfRows, putRows, type RowRange } from './row-block.ts';
import type { WeightedRows } from './weighted-rows.ts';

/** Rows of which a pass has the scores. */
export interface ScoredRows extends RowRange {
  /** w_k x_i + b_k, output by output, `most` apart. [outputs, most] */
  readonly scores: Float64Array;
  /** Where the derivatives of the loss by the scores belong. [outputs, most] */
  readonly slopes: Float64Array;
  /** The most rows at a time. */
  readonly most: number;
  /** Where the kernels have scores and slopes, and three doubles a row to spare. */
  readonly at: { readonly scores: number; readonly slopes: number; readonly spare: number };
}

/**
 * Goes over all rows once: `loss` has the scores of some rows after the other, leaves slopes and returns their loss. The
 * slopes times the rows become the gradient. Returns the sum of the losses.
 *
 * `parameters`, `gradient`: [outputs, columns + 1], the intercept last.
 */
export function pass(
  rows: WeightedRows,
  parameters: Float64Array,
  gradient: Float64Array,
  loss: (rows: ScoredRows) => number,
): number {
  const { columns } = rows;
  const { kernels } = linearMachine();
  const outputs = parameters.length / (columns + 1);
  const most = blockRows(columns, outputs);
  const wide = Math.ceil(columns / 8) * 8 + 1;
  const at = piecesOf({
    parameters: 8 * outputs * wide,
    gradient: 8 * outputs * wide,
    scores: 8 * outputs * most,
    slopes: 8 * outputs * most,
    spare: 24 * most,
    rows: bytesOfRows(most, columns),
  });
  putParameters(parameters, columns, wide, doublesAt(at.parameters, outputs * wide));
  const sums = doublesAt(at.gradient, outputs * wide).fill(0);
  const scores = doublesAt(at.scores, outputs * most);
  const slopes = doublesAt(at.slopes, outputs * most);
  let total = 0;
  for (const range of blocksOf(rows, most)) {
    const { count } = range;
    putRows(rows, range, at.rows);
    for (let k = 0; k < outputs; k++) {
      kernels.scores(at.rows, columns, count, at.parameters + 8 * k * wide, at.scores + 8 * k * most);
    }
    total += loss({ ...range, scores, slopes, most, at });
    for (let k = 0; k < outputs; k++) {
      kernels.gradient(at.rows, columns, count, at.slopes + 8 * k * most, at.gradient + 8 * k * wide);
    }
  }
  for (let k = 0; k < outputs; k++) {
    gradient.set(sums.subarray(k * wide, k * wide + columns), k * (columns + 1));
    gradient[k * (columns + 1) + columns] = sums[(k + 1) * wide - 1]!;
  }
  return total;
}

/** As the kernels read them: an output's weights, zeros up to a multiple of four, its intercept. [outputs, wide] */
function putParameters(parameters: Float64Array, columns: number, wide: number, to: Float64Array): void {
  const intercept = Math.ceil(columns / 4) * 4;
  to.fill(0);
  for (let k = 0; k * wide < to.length; k++) {
    const own = k * (columns + 1);
    to.set(parameters.subarray(own, own + columns), k * wide);
    to[k * wide + intercept] = parameters[own + columns]!;
  }
}
