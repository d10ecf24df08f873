/**
 * Variances of many rows of which each has few values, moderated: each is drawn to a common one, the more the fewer values it
 * has and the more alike all are (Smyth, Linear models and empirical Bayes methods for assessing differential expression in
 * microarray experiments, 2004). The rows' variances are taken to be s0² d0 / chi²(d0), so that an observed one with d degrees of
 * freedom is distributed as s0² F(d, d0); s0² and d0 come from the mean and the variance of its logarithm (his section 6.2).
 */

import { exp, log } from '../math/elementary.ts';
import { digamma, inverseTrigamma, trigamma } from './polygamma.ts';

/** What is known of a row's variance before its own values are seen. */
export interface VariancePrior {
  /** s0². */
  readonly variance: number;
  /** d0: infinite where the rows' variances differ no more than by chance. */
  readonly df: number;
  /** Of all rows together: more are not known. */
  readonly most: number;
}

/** Values come in steps, so that a few that are equal have no variance: it counts as this share of the mean one. */
const LEAST_SHARE = 1e-4;
/** So many degrees of freedom are as good as any number. */
const MANY = 10_000;

/** `variances`: of rows of one length, each with `df` degrees of freedom. Null where there are none of them. */
export function variancePrior(variances: readonly number[], df: number): VariancePrior | null {
  const rows = variances.length;
  if (rows === 0 || !(df > 0)) return null;
  const mean = variances.reduce((sum, value) => sum + value, 0) / rows;
  const common = { variance: mean, df: Number.POSITIVE_INFINITY, most: rows * df };
  if (rows < 2 || !(mean > 0)) return common;
  const logs = variances.map((value) => log(Math.max(value, LEAST_SHARE * mean)));
  const middle = logs.reduce((sum, value) => sum + value, 0) / rows;
  const spread = logs.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (rows - 1);
  const beyondChance = spread - trigamma(df / 2);
  if (!(beyondChance > 0)) return common;
  const half = inverseTrigamma(beyondChance);
  if (2 * half > MANY) return common;
  const center = middle - digamma(df / 2) + log(df / 2);
  return { variance: exp(center + digamma(half) - log(half)), df: 2 * half, most: rows * df };
}

/** The variance of a row whose own is `variance` with `df` degrees of freedom, and those that both have together. */
export function moderated(
  prior: VariancePrior,
  variance: number,
  df: number,
): { readonly variance: number; readonly df: number } {
  if (prior.df === Number.POSITIVE_INFINITY)
    return { variance: prior.variance, df: Math.max(df, prior.most) };
  const together = prior.df + df;
  return {
    variance: (prior.df * prior.variance + df * variance) / together,
    df: Math.max(df, Math.min(together, prior.most)),
  };
}
