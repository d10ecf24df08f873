import { exp, log, type Stream } from '@latentsweep/core';
import type { Axis } from './axis.ts';
import { type Kernels, type LevelKernels, type LineKernels, levelAt, openUniform } from './kernels.ts';

/**
 * What lies so much farther below the highest kernel is left out of a sum: e^-16 is 1e-7, and in a logarithm that ranks
 * candidates a thousand of them make 1e-4.
 */
const NOTHING = 16;

const PARTS = 64;
const POWERS = Float64Array.from({ length: NOTHING * PARTS + 2 }, (_, i) => exp(-i / PARTS));

/** e^-x for x from 0 to `NOTHING`, read between the lines of a table: off by 3 parts in 100,000. */
function roughExp(x: number): number {
  const i = Math.floor(x * PARTS);
  return POWERS[i]! + (x * PARTS - i) * (POWERS[i + 1]! - POWERS[i]!);
}

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
  /** The axes that are lines, and those of levels. */
  readonly #lines: Int32Array;
  readonly #levels: Int32Array;
  /** By point, each on its lines and on its levels: the centre, on lines in widths; NaN where the point has no value. */
  readonly #onLines: Float64Array;
  readonly #onLevels: Float64Array;
  /** By point and axis. */
  readonly #heights: Float64Array;
  /** By point: the logarithm of its weight, and all of its heights. */
  readonly #starts: Float64Array;
  readonly #points: Float64Array[] = [];
  readonly #weights: number[] = [];
  #weight = 1;
  readonly #without = new Map<string, Float64Array>();
  /** Some point lacks a value. */
  #partial = false;

  /** For at most `most` points. */
  constructor(axes: readonly Axis[], kernels: readonly Kernels[], most: number) {
    const numbers = [...axes.keys()];
    this.#axes = axes;
    this.#kernels = kernels;
    this.#lines = Int32Array.from(numbers.filter((d) => kernels[d]!.line));
    this.#levels = Int32Array.from(numbers.filter((d) => !kernels[d]!.line));
    this.#onLines = new Float64Array(most * this.#lines.length);
    this.#onLevels = new Float64Array(most * this.#levels.length);
    this.#heights = new Float64Array(most * axes.length);
    this.#starts = new Float64Array(most);
  }

  add(point: Float64Array, weight: number): void {
    const k = this.#points.length;
    let start = log(weight);
    for (let d = 0; d < point.length; d++) {
      const x = point[d]!;
      if (Number.isNaN(x)) this.#partial = true;
      else {
        const height = this.#kernels[d]!.height(x);
        this.#heights[k * point.length + d] = height;
        start += height;
      }
    }
    const [lines, levels] = [this.#lines, this.#levels];
    for (let i = 0; i < lines.length; i++) {
      this.#onLines[k * lines.length + i] = this.#scaled(lines[i]!, point);
    }
    for (let i = 0; i < levels.length; i++) this.#onLevels[k * levels.length + i] = point[levels[i]!]!;
    this.#starts[k] = start;
    this.#without.clear();
    this.#points.push(point);
    this.#weights.push(weight);
    this.#weight += weight;
  }

  #scaled(d: number, point: Float64Array): number {
    return point[d]! / (this.#kernels[d] as LineKernels).width;
  }

  /** The logarithm of the density at `x`; NaN there: its axis means nothing. */
  logDensity(x: Float64Array): number {
    // Plain loops: this is called for each candidate, and iterators took as long as all else.
    const [lines, levels] = [this.#lines, this.#levels];
    const absent: number[] = [];
    for (let d = 0; d < x.length; d++) if (Number.isNaN(x[d]!)) absent.push(d);
    const scaled = new Float64Array(lines.length);
    const present: number[] = [];
    for (let i = 0; i < lines.length; i++) {
      scaled[i] = this.#scaled(lines[i]!, x);
      if (!Number.isNaN(scaled[i]!)) present.push(i);
    }
    const rows: { readonly i: number; readonly from: number; readonly drops: Float64Array }[] = [];
    for (let i = 0; i < levels.length; i++) {
      const { drops, count } = this.#kernels[levels[i]!] as LevelKernels;
      const level = x[levels[i]!]!;
      if (!Number.isNaN(level)) rows.push({ i, from: level * count, drops });
    }
    const starts = this.#startsWithout(absent);
    const whole = absent.length === 0 && !this.#partial;
    const count = this.#points.length;
    let top = 0;
    let sum = 1;
    for (let k = 0; k < count; k++) {
      let t = starts[k]!;
      const least = top - NOTHING;
      for (let j = 0; j < rows.length && t > least; j++) {
        const { i, from, drops } = rows[j]!;
        const centre = this.#onLevels[k * levels.length + i]!;
        if (!Number.isNaN(centre)) t -= drops[from + centre]!;
      }
      if (t > least) {
        t -= whole ? this.#drop(scaled, k, t - least) : this.#partialDrop(scaled, present, k, t - least);
      }
      if (t <= least) continue;
      if (t <= top) sum += roughExp(top - t);
      else {
        sum *= t - top < NOTHING ? roughExp(t - top) : 0;
        sum += 1;
        top = t;
      }
    }
    return top + log(sum / this.#weight);
  }

  /** What the lines take off the k-th kernel, or any number from `most`: four at a time. */
  #drop(scaled: Float64Array, k: number, most: number): number {
    const centres = this.#onLines;
    const size = scaled.length;
    const row = k * size;
    let squares = 0;
    let i = 0;
    for (; i + 3 < size && squares < 2 * most; i += 4) {
      const a = scaled[i]! - centres[row + i]!;
      const b = scaled[i + 1]! - centres[row + i + 1]!;
      const c = scaled[i + 2]! - centres[row + i + 2]!;
      const d = scaled[i + 3]! - centres[row + i + 3]!;
      squares += a * a + b * b + (c * c + d * d);
    }
    if (squares < 2 * most) {
      for (; i < size; i++) squares += (scaled[i]! - centres[row + i]!) ** 2;
    }
    return squares / 2;
  }

  /** The same where only the lines of `present` have a coordinate, and not of every point: others take nothing off. */
  #partialDrop(scaled: Float64Array, present: readonly number[], k: number, most: number): number {
    const centres = this.#onLines;
    const row = k * scaled.length;
    let squares = 0;
    for (let j = 0; j < present.length && squares < 2 * most; j++) {
      const i = present[j]!;
      const off = scaled[i]! - centres[row + i]!;
      if (!Number.isNaN(off)) squares += off * off;
    }
    return squares / 2;
  }

  /** By point: the logarithm of its weight, and of its heights on all axes but these. The same ones come again and again. */
  #startsWithout(absent: readonly number[]): Float64Array {
    if (absent.length === 0) return this.#starts;
    const key = absent.join();
    const known = this.#without.get(key);
    if (known) return known;
    const starts = this.#starts.slice();
    for (let k = 0; k < this.#points.length; k++) {
      for (const d of absent) starts[k]! -= this.#heights[k * this.#axes.length + d]!;
    }
    this.#without.set(key, starts);
    return starts;
  }

  /** A draw: a coordinate on every axis. `near`: the point of its kernel, or null for the law of the draws. */
  draw(stream: Stream): { readonly x: Float64Array; readonly near: number | null } {
    const near = this.#choose(stream.uniform());
    const point = near === null ? null : this.#points[near]!;
    const x = new Float64Array(this.#axes.length);
    for (let d = 0; d < x.length; d++) {
      const centre = point === null ? Number.NaN : point[d]!;
      if (Number.isNaN(centre)) {
        const { levels } = this.#axes[d]!;
        const u = openUniform(stream);
        x[d] = levels ? levelAt(levels.edges, u) : u;
      } else x[d] = this.#kernels[d]!.draw(centre, stream);
    }
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
