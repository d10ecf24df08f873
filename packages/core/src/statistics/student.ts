import { betaFraction } from './beta-fraction.ts';

/**
 * The chance that Student's t with `df` (a whole number from 1) is farther from zero than `t`: the regularised incomplete
 * beta function I_x(df/2, 1/2) at x = df / (df + t²), by its continued fraction (Press et al., Numerical Recipes, 6.4). The
 * beta function of halves is a product, so that neither logarithms nor powers of the runtime are needed.
 */
export function studentBeyond(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  const a = df / 2;
  const b = 0.5;
  const x = df / (df + t * t);
  // x^a (1 - x)^b / (a B(a, b)), which the fraction is multiplied by; y is 1 - x without its rounding.
  const y = Number.isFinite(t) ? (t * t) / (df + t * t) : 1;
  const front = (halfPower(x, df) * Math.sqrt(y)) / betaOfHalves(df);
  if (x < (a + 1) / (a + b + 2)) return Math.min(1, (front * betaFraction(x, a, b)) / a);
  return Math.max(0, 1 - (front * betaFraction(y, b, a)) / b);
}

/** x^(n/2). */
function halfPower(x: number, n: number): number {
  let product = n % 2 === 1 ? Math.sqrt(x) : 1;
  for (let i = 0; i < Math.floor(n / 2); i++) product *= x;
  return product;
}

/** B(n/2, 1/2), by B(a + 1, b) = B(a, b) a / (a + b) from B(1/2, 1/2) = pi or B(1, 1/2) = 2. */
function betaOfHalves(n: number): number {
  let beta = n % 2 === 1 ? Math.PI : 2;
  for (let m = n % 2 === 1 ? 1 : 2; m < n; m += 2) beta *= m / (m + 1);
  return beta;
}
