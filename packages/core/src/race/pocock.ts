/**
 * The level of each of several looks at results that grow, all looks at one level, so that one that finds what is not there
 * is as rare as `level` says (Pocock, Group sequential methods in the design and analysis of clinical trials, Biometrika
 * 1977). `looks`: how many replicates there are at each of them, rising; they need not be evenly spaced.
 *
 * With information t_k at look k, the standardised differences Z_k are normal with correlations sqrt(t_j / t_k), j < k. The
 * bound c solves P(Z_k < c for all k) = 1 - level, one-sided, by the recursion of Armitage, McPherson and Rowe (1969; Jennison
 * and Turnbull, Group Sequential Methods, chapter 19): with f_1 the normal density,
 *
 *     f_k+1(z') = integral over z < c of  f_k(z) phi((z' sqrt(t_k+1) - z sqrt(t_k)) / sqrt(d)) sqrt(t_k+1 / d),  d = t_k+1 - t_k
 *
 * and the level of a look is 1 - Phi(c). As Pocock has it, a test by Student's t at this level is a good approximation.
 */

import { exp } from '../math/elementary.ts';

export function pocockLevel(looks: readonly number[], level: number): number {
  if (looks.length < 2) return level;
  let [low, high] = LOWEST_TO_HIGHEST;
  for (let step = 0; step < HALVINGS; step++) {
    const bound = (low + high) / 2;
    if (1 - withinAt(looks, bound) > level) low = bound;
    else high = bound;
  }
  return 1 - withinAt(looks.slice(0, 1), (low + high) / 2);
}

const LOWEST_TO_HIGHEST: readonly [number, number] = [-4, 8];
const HALVINGS = 32;
/** Below it a standard normal never is, as far as doubles tell. */
const LEAST = -8;
/** Even, as Simpson's rule wants it. */
const INTERVALS = 160;

/** The chance that none of the looks finds its standardised difference at `bound` or above. */
function withinAt(looks: readonly number[], bound: number): number {
  const width = (bound - LEAST) / INTERVALS;
  const nodes = Array.from({ length: INTERVALS + 1 }, (_, i) => LEAST + i * width);
  const weights = nodes.map((_, i) => (width / 3) * (i === 0 || i === INTERVALS ? 1 : i % 2 === 1 ? 4 : 2));
  let density = nodes.map(normalDensity);
  for (let k = 1; k < looks.length; k++) {
    const [before, now] = [looks[k - 1]!, looks[k]!];
    const scale = 1 / Math.sqrt(now - before);
    const [from, to] = [Math.sqrt(before) * scale, Math.sqrt(now) * scale];
    const weighted = density.map((value, i) => value * weights[i]! * to);
    density = nodes.map((z) =>
      weighted.reduce((sum, value, i) => sum + value * normalDensity(z * to - nodes[i]! * from), 0),
    );
  }
  return density.reduce((sum, value, i) => sum + value * weights[i]!, 0);
}

function normalDensity(z: number): number {
  return exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}
