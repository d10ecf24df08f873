import { exp, log, Purpose, type Seed, Stream } from '@latentsweep/core';
import type { Axis } from './axis.ts';
import type { Kernels, kernelsOn } from './kernels.ts';
import { Mixture } from './mixture.ts';

/** A point, and for how many it stands. */
export interface Weighted {
  readonly x: Float64Array;
  readonly weight: number;
}

export interface Candidate {
  readonly x: Float64Array;
  /** The good point that it was drawn about, by its number; null: by the law of the draws. */
  readonly near: number | null;
  /** log l(x) - log g(x). */
  readonly gain: number;
}

/** Of so many draws the one is taken that promises most. */
const CANDIDATES = 24;

/**
 * The tree-structured Parzen estimator: two densities, l of the good points and g of the rest, and the candidates are draws
 * of l, ranked by l(x) / g(x), with which the expected improvement rises: it is in proportion to 1 / (c + (1 - c) g / l),
 * where c is the share of good ones (Bergstra et al. 2011).
 */
export class Model {
  readonly #good: Mixture;
  readonly #rest: Mixture;
  readonly #stripped: (x: Float64Array) => Float64Array;

  constructor(
    { axes, stripped }: { readonly axes: readonly Axis[]; stripped(x: Float64Array): Float64Array },
    makers: readonly ReturnType<typeof kernelsOn>[],
    good: readonly Weighted[],
    rest: readonly Weighted[],
    more: number,
  ) {
    this.#stripped = stripped;
    this.#good = mixtureOf(axes, makers, good, GOOD_WIDTH, 0);
    this.#rest = mixtureOf(axes, makers, rest, REST_WIDTH, more);
  }

  /** A point that is under way counts among the rest: what is near it promises less (the constant liar). */
  add(x: Float64Array): void {
    this.#rest.add(x, 1);
  }

  /** Draws of l, the most promising first; of equals the earlier. */
  candidates(seed: Seed, number: number, round: number): Candidate[] {
    const stream = new Stream(seed, Purpose.search, number, round);
    return Array.from({ length: CANDIDATES }, () => {
      const { x: drawn, near } = this.#good.draw(stream);
      const x = this.#stripped(drawn);
      return { x, near, gain: this.#good.logDensity(x) - this.#rest.logDensity(x) };
    }).sort((a, b) => b.gain - a.gain);
  }
}

/** The expected improvement at a gain, to that of a draw; `share`: of good points. */
export function improvement(gain: number, share: number): number {
  return 1 / (share + (1 - share) * exp(-gain));
}

function mixtureOf(
  axes: readonly Axis[],
  makers: readonly ReturnType<typeof kernelsOn>[],
  points: readonly Weighted[],
  width: number,
  more: number,
): Mixture {
  const kernels = makers.map(
    (make, d): Kernels => make(width * widthOn(axes[d]!, d, points, axes.length), points.length),
  );
  const mixture = new Mixture(axes, kernels, points.length + more);
  for (const { x, weight } of points) mixture.add(x, weight);
  return mixture;
}

/** To the rule's width: narrower ones, which keep groups of good points apart, found more on the functions of bench/search. */
const GOOD_WIDTH = 0.7;
const REST_WIDTH = 0.6;

const LEAST_WIDTH = 0.02;
const MOST_WIDTH = 0.5;

/**
 * The width of an axis' kernels by the normal reference rule (Scott, "Multivariate density estimation", 1992): the standard
 * deviation of the points there, with one draw at random among them, times n^(-1 / (4 + axes)).
 */
function widthOn({ levels }: Axis, d: number, points: readonly Weighted[], axes: number): number {
  const at = (x: number) => (levels ? (levels.edges[x]! + levels.edges[x + 1]!) / 2 : x);
  let [count, mean, squares] = [0, 0, 0];
  for (const { x } of points) {
    if (Number.isNaN(x[d]!)) continue;
    const off = at(x[d]!) - mean;
    count += 1;
    mean += off / count;
    squares += off * (at(x[d]!) - mean);
  }
  const deviation = Math.sqrt((squares + 1 / 12) / (count + 1));
  const least = levels ? Math.max(LEAST_WIDTH, 0.4 / levels.count) : LEAST_WIDTH;
  return Math.min(MOST_WIDTH, Math.max(least, deviation * exp(-log(count + 1) / (4 + axes))));
}
