import { minimise } from './minimise.ts';
import type { Platt } from './model.ts';
import { sigmoidLoss } from './sigmoid-loss.ts';
import { weightedRows } from './weighted-rows.ts';

/**
 * The sigmoid that makes probabilities of scores (Platt, 1999): its slope and offset have the most likelihood on the
 * rows that the scores were fitted on, against targets that are drawn in by one row of each side,
 * (N+ + 1) / (N+ + 2) and 1 / (N- + 2), so that separated rows do not make certainties. N: sums of weights.
 *
 * `sides`: 1 or -1. [count]
 */
export function fitPlatt(scores: Float64Array, sides: Float64Array, weights: Float32Array | null): Platt {
  const count = scores.length;
  let above = 0;
  let below = 0;
  for (let row = 0; row < count; row++) {
    if (sides[row]! > 0) above += weights?.[row] ?? 1;
    else below += weights?.[row] ?? 1;
  }
  const high = (above + 1) / (above + 2);
  const low = 1 / (below + 2);
  const rows = weightedRows({ features: Float32Array.from(scores), weights, count, columns: 1 });
  const targets = sides.map((side) => (side > 0 ? high : low));
  const { parameters } = minimise(sigmoidLoss(rows, targets, 0), null);
  return { slope: parameters[0]!, offset: parameters[1]! };
}
