import { expectedMaximum } from '../statistics/normal.ts';
import type { ArmGroup } from './material.ts';

/**
 * The luck that the best of many configs had, which its test values share with the validation values that it was chosen by.
 *
 * Let w² be the variance of a config's values on validation rows about its mean from one replicate to the next, its arm's and
 * the replicate's own parts taken out; m w² their covariance with those on test rows, which one training made; and q the test
 * rows by the training rows where all replicates split the same ones, 0 where each draws its own. Nadeau and Bengio (Inference
 * for the generalization error, 2003) take the correlation of two splits to be q / (1 + q), so that q w² is the variance of
 * what a config owes to these rows in all replicates. The validation mean of n replicates then has the variance w² (q + 1/n),
 * and w² (q + m/n) is its covariance with the test mean.
 * Choosing the greatest of K means finds one that lies E[max of K] standard deviations above the others on average, and the
 * test mean goes with it by covariance / variance:
 *
 *     expected luck = E[max of K] * w (q + m/n) / sqrt(q + 1/n)
 *
 * for K configs that differ in luck alone, which is the most that it can be: configs that are truly better leave less to luck.
 */
export interface Contenders {
  /** K */
  readonly configs: number;
  /** w */
  readonly deviation: number;
  /** m */
  readonly shared: number;
}

export function expectedLuck(
  { configs, deviation, shared }: Contenders,
  replicates: number,
  q: number,
): number {
  const covariance = q + shared / replicates;
  return (expectedMaximum(configs) * deviation * covariance) / Math.sqrt(q + 1 / replicates);
}

/** By the residuals of the values of configs from their means and those of replicates, of which there are at least two. */
export function contendersIn(groups: readonly ArmGroup[]): Contenders {
  const sum = (of: (group: ArmGroup) => number) => groups.reduce((total, group) => total + of(group), 0);
  const configs = sum((group) => group.configs);
  const replicates = groups[0]!.spread.means.length;
  const ofReplicates = (of: 'means' | 'testMeans') =>
    Array.from(
      { length: replicates },
      (_, r) => sum((group) => group.configs * group.spread[of][r]!) / configs,
    );
  const means = ofReplicates('means');
  /** What of a sum of products neither configs nor replicates explain, by degree of freedom. */
  const rest = (products: number, productsOfMeans: number, others: readonly number[]) => {
    const mean = (values: readonly number[]) =>
      values.reduce((total, value) => total + value, 0) / replicates;
    const between = configs * means.reduce((total, value, r) => total + value * others[r]!, 0);
    const overall = configs * replicates * mean(means) * mean(others);
    const degrees = Math.max(1, (configs - 1) * (replicates - 1));
    return (products - replicates * productsOfMeans - between + overall) / degrees;
  };
  const variance = rest(
    sum(({ spread }) => spread.squares),
    sum(({ spread }) => spread.squaresOfMeans),
    means,
  );
  const covariance = rest(
    sum(({ spread }) => spread.products),
    sum(({ spread }) => spread.productsOfMeans),
    ofReplicates('testMeans'),
  );
  if (configs < 2 || variance <= 0) return { configs, deviation: 0, shared: 0 };
  return { configs, deviation: Math.sqrt(variance), shared: Math.min(1, Math.max(0, covariance / variance)) };
}
