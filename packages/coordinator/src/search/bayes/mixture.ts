import { exp, log, type Stream } from '@latentsweep/core';
import type { Axis } from './axis.ts';
import { type Kernels, levelAt } from './kernels.ts';

/** What lies farther below the highest kernel adds nothing to a sum: e^-36 is 2e-16. */
const NOTHING = 36;

/**
 * A density over configs by Parzen's estimator, to that of the draws: a kernel about each of its points, the product of
 * one on each axis, and one more that is the law of the draws, of the weight of one point (Bergstra et al., "Algorithms
 * for hyper-parameter optimization", 2011; the product first and then the sum, so that values that are good together stay
 * together: Falkner, Klein & Hutter, "BOHB", 2018). A point without a value on an axis, because that means nothing beside
 * its others, has the law of the draws there.
 */
export class Mixture {
  readonly #axes: readonly Axis[];
  readonly #kernels: readonly Kernels[];
  /** By point and axis: the centre, on lines in widths; NaN where the point has no value. */
  readonly #centres: Float64Array;
  readonly #heights: Float64Array;
  /** By point: the logarithm of its weight, and all of its heights. */
  readonly #starts: Float64Array;
  readonly #points: Float64Array[] = [];
  readonly #weights: number[] = [];
  #weight = 1;

  /** For at most `most` points. */
  constructor(axes: readonly Axis[], kernels: readonly Kernels[], most: number) {
    this.#axes = axes;
    this.#kernels = kernels;
    this.#centres = new Float64Array(most * axes.length);
    this.#heights = new Float64Array(most * axes.length);
    this.#starts = new Float64Array(most);
  }

  add(point: Float64Array, weight: number): void {
    const row = this.#points.length * this.#axes.length;
    let start = log(weight);
    for (let d = 0; d < point.length; d++) {
      const x = point[d]!;
      const kernels = this.#kernels[d]!;
      this.#centres[row + d] = kernels.line ? x / kernels.width : x;
      const height = Number.isNaN(x) ? 0 : kernels.height(x);
      this.#heights[row + d] = height;
      start += height;
    }
    this.#starts[this.#points.length] = start;
    this.#points.push(point);
    this.#weights.push(weight);
    this.#weight += weight;
  }

  /** The logarithm of the density at `x`; NaN there: its axis means nothing. */
  logDensity(x: Float64Array): number {
    const count = this.#points.length;
    const size = x.length;
    const centres = this.#centres;
    const { lines, levels, absent, scaled, rows, drops } = this.#split(x);
    let top = 0;
    let sum = 1;
    for (let k = 0; k < count; k++) {
      const row = k * size;
      let t = this.#starts[k]!;
      for (let i = 0; i < absent.length; i++) t -= this.#heights[row + absent[i]!]!;
      const least = top - NOTHING;
      for (let i = 0; i < levels.length && t > least; i++) {
        const centre = centres[row + levels[i]!]!;
        if (!Number.isNaN(centre)) t -= drops[i]![rows[i]! + centre]!;
      }
      for (let i = 0; i < lines.length && t > least; i++) {
        const off = scaled[i]! - centres[row + lines[i]!]!;
        if (!Number.isNaN(off)) t -= 0.5 * off * off;
      }
      if (t <= least) continue;
      if (t <= top) sum += exp(t - top);
      else {
        sum = sum * exp(top - t) + 1;
        top = t;
      }
    }
    return top + log(sum / this.#weight);
  }

  #split(x: Float64Array) {
    const lines: number[] = [];
    const scaled: number[] = [];
    const levels: number[] = [];
    const rows: number[] = [];
    const drops: Float64Array[] = [];
    const absent: number[] = [];
    for (let d = 0; d < x.length; d++) {
      const kernels = this.#kernels[d]!;
      if (Number.isNaN(x[d]!)) absent.push(d);
      else if (kernels.line) {
        lines.push(d);
        scaled.push(x[d]! / kernels.width);
      } else {
        levels.push(d);
        rows.push(x[d]! * kernels.count);
        drops.push(kernels.drops);
      }
    }
    return { lines, scaled, levels, rows, drops, absent };
  }

  /** A draw: a coordinate on every axis. `near`: the point of its kernel, or null for the law of the draws. */
  draw(stream: Stream): { readonly x: Float64Array; readonly near: number | null } {
    const near = this.#choose(stream.uniform());
    const point = near === null ? null : this.#points[near]!;
    const x = Float64Array.from(this.#axes, ({ levels }, d) => {
      const centre = point ? point[d]! : Number.NaN;
      if (!Number.isNaN(centre)) return this.#kernels[d]!.draw(centre, stream);
      const u = stream.uniform();
      return levels ? levelAt(levels.edges, u) : u;
    });
    return { x, near };
  }

  #choose(u: number): number | null {
    let left = u * this.#weight;
    for (const [k, weight] of this.#weights.entries()) {
      left -= weight;
      if (left < 0) return k;
    }
    return null;
  }
}
