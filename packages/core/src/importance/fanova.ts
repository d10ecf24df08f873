import type { Seed } from '../random/stream.ts';
import { Purpose, Stream } from '../random/stream.ts';
import type { BinnedParameter } from './binned.ts';
import { kindsOf } from './kind.ts';
import { treesOver } from './tree.ts';
import { type VarianceShares, varianceShares } from './variance-shares.ts';

/** As in the authors' own program. */
export const TREES = 16;

const SEED: Seed = [0, 0];

/** As many of `rows`, drawn with putting back; in order, by which sums are always rounded alike. */
export function resampled(rows: Int32Array, round: number, step: number): Int32Array {
  const stream = new Stream(SEED, Purpose.importance, round, step);
  return rows.map(() => rows[stream.below(rows.length)]!).sort();
}

/**
 * Functional ANOVA of a random forest (Hutter, Hoos, Leyton-Brown: An Efficient Approach for Assessing Hyperparameter
 * Importance, ICML 2014) fitted to `y` of `rows`, numbers of configs that may repeat: shares of each tree's variance, their
 * mean over trees. `round` numbers the random streams.
 */
export function fanova(
  parameters: readonly BinnedParameter[],
  y: Float64Array,
  rows: Int32Array,
  round: number,
): VarianceShares {
  const count = parameters.length;
  const kinds = kindsOf(parameters, rows);
  const single = new Float64Array(count);
  const pairs = new Float64Array(count * count);
  const grow = treesOver(parameters, y);
  const sharesOf = varianceShares(kinds, count);
  for (let i = 0; i < TREES; i++) {
    const shares = sharesOf(grow(resampled(rows, round, i + 1)));
    for (let p = 0; p < count; p++) single[p]! += shares.single[p]! / TREES;
    for (let pair = 0; pair < count * count; pair++) pairs[pair]! += shares.pairs[pair]! / TREES;
  }
  return { single, pairs };
}
