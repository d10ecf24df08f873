import { exp, log } from '../math/elementary.ts';
import { betaFraction } from './beta-fraction.ts';

/**
 * The chance that a Beta(a, b) lies below `x`: the regularised incomplete beta function by its continued fraction (Press et
 * al., Numerical Recipes, 6.4), to about 1e-12.
 */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = exp(a * log(x) + b * log(1 - x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? Math.min(1, (front * betaFraction(x, a, b)) / a)
    : Math.max(0, 1 - (front * betaFraction(1 - x, b, a)) / b);
}

const HALVINGS = 60;

/** The value that a Beta(a, b) lies below with the chance `p`, by halving [0, 1]. */
export function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (betaBelow(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const HALF_LOG_2_PI = 0.91893853320467274178;

/** ln Gamma(x) for x > 0: Lanczos' series with g = 7 and 9 terms (Godfrey's coefficients). */
function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - log(x);
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x + 6.5;
  return HALF_LOG_2_PI + (x - 0.5) * log(t) - t + log(sum);
}
