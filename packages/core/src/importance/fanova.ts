import type { Seed } from '../random/stream.ts';
import { Purpose, Stream } from '../random/stream.ts';
import type { BinnedParameter } from './binned.ts';
import { kindsOf } from './kind.ts';
import { growTree } from './tree.ts';
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
  for (let i = 0; i < TREES; i++) {
    const tree = growTree(parameters, y, resampled(rows, round, i + 1));
    const shares = varianceShares(tree, kinds, count);
    for (const [p, share] of shares.single.entries()) single[p]! += share / TREES;
    for (const [p, share] of shares.pairs.entries()) pairs[p]! += share / TREES;
  }
  return { single, pairs };
}
