import { expectedMaximum } from '../statistics/normal.ts';
import type { ArmGroup } from './material.ts';

/**
 * The luck that the best of many configs had on one table. Splits of the same rows share them: what a config owes to these
 * rows is in its validation values and in its test values alike, whichever replicate is left out, and choosing among many
 * finds the config that owes them most.
 *
 * Let w² be the variance of a config's values about its mean from one replicate to the next, its arm's and the replicate's
 * own parts taken out, and q the test rows by the training rows. Nadeau and Bengio (Inference for the generalization error,
 * 2003) take the correlation of two splits to be q / (1 + q), so that the variance of what stays is g² = q w². The mean of
 * n - 1 replicates by which a config is chosen then has the variance g² + w² / (n - 1), and the part g² of it is kept:
 *
 *     expected luck = E[max of K] * g² / sqrt(g² + w² / (n - 1)) = E[max of K] * w q / sqrt(q + 1 / (n - 1))
 *
 * for K configs that differ in luck alone, which is the most that it can be: configs that are truly better leave less to
 * luck. Nothing for data drawn anew in each replicate (q = 0).
 */
export function expectedLuck(
  { configs, deviation }: Contenders,
  replicates: number,
  sharedRows: number,
): number {
  if (sharedRows === 0) return 0;
  return (expectedMaximum(configs) * deviation * sharedRows) / Math.sqrt(sharedRows + 1 / (replicates - 1));
}

export interface Contenders {
  /** K */
  readonly configs: number;
  /** w */
  readonly deviation: number;
}

/** w by the residuals of the values on validation rows from the means of configs and of replicates, two at least. */
export function contendersIn(groups: readonly ArmGroup[]): Contenders {
  const configs = groups.reduce((sum, group) => sum + group.configs, 0);
  const replicates = groups[0]!.spread.means.length;
  if (configs < 2) return { configs, deviation: 0 };
  const means = Array.from({ length: replicates }, (_, r) => {
    return groups.reduce((sum, { configs: k, spread }) => sum + k * spread.means[r]!, 0) / configs;
  });
  const overall = means.reduce((sum, mean) => sum + mean, 0) / replicates;
  const sum = (of: (group: ArmGroup) => number) => groups.reduce((total, group) => total + of(group), 0);
  const rest =
    sum(({ spread }) => spread.squares) -
    replicates * sum(({ spread }) => spread.squaresOfMeans) -
    configs * means.reduce((total, mean) => total + mean * mean, 0) +
    configs * replicates * overall * overall;
  return { configs, deviation: Math.sqrt(Math.max(0, rest) / ((configs - 1) * (replicates - 1))) };
}
