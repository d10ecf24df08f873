import type { BinnedParameter } from './binned.ts';

/** A regression tree over bins of parameters. */
export type Tree = Leaf | Split;

interface Leaf {
  readonly value: number;
}

interface Split {
  readonly parameter: number;
  /** Bit b: configs of bin b go to `left`. */
  readonly bins: number;
  /** Of its configs, how many went left: those of a kind that lacks the parameter are taken to part so. */
  readonly share: number;
  readonly left: Tree;
  readonly right: Tree;
}

/** As bits of a number that JavaScript shifts without a sign. */
export const MOST_BINS = 16;

/** Of a leaf: the mean of fewer configs is mostly noise. */
const LEAST = 5;
/** Of a tree, about: effects of one and two parameters need no more, and each costs time. */
const MOST_LEAVES = 100;

/** Where counts and sums of a parameter's bins stand, with one more for configs that lack it. */
const SLOTS = MOST_BINS + 1;

/**
 * A tree of least squares (Breiman, Friedman, Olshen, Stone 1984) over `rows`, numbers of configs that may repeat. A split
 * parts the bins of one parameter that all configs there have: numbers in their order, choices in the order of their means,
 * among which the best of all partitions is (Fisher, JASA 1958). The first parameter wins where two explain as much.
 */
export function treesOver(
  parameters: readonly BinnedParameter[],
  y: Float64Array,
): (rows: Int32Array) => Tree {
  const width = parameters.length;
  // [configs, parameters]: all bins of a config stand together, as they are counted.
  const bins = new Uint8Array(y.length * width);
  for (const [p, { codes }] of parameters.entries()) {
    for (const [row, code] of codes.entries()) bins[row * width + p] = code < 0 ? MOST_BINS : code;
  }
  const counts = new Float64Array(width * SLOTS);
  const sums = new Float64Array(width * SLOTS);

  let rows = new Int32Array(0);
  let aside = new Int32Array(0);

  /** Of those from one place in `rows` to before another, which come to stand in another order: those of the left first. */
  const grow = (begin: number, end: number, least: number): Tree => {
    const n = end - begin;
    let sum = 0;
    for (let i = begin; i < end; i++) sum += y[rows[i]!]!;
    const leaf = { value: sum / n };
    if (n < 2 * least) return leaf;
    counts.fill(0);
    sums.fill(0);
    let squares = 0;
    for (let i = begin; i < end; i++) {
      const from = rows[i]! * width;
      const value = y[rows[i]!]!;
      squares += value * value;
      for (let p = 0; p < width; p++) {
        const at = p * SLOTS + bins[from + p]!;
        counts[at]! += 1;
        sums[at]! += value;
      }
    }
    let [parameter, best] = [-1, NO_CUT];
    for (let p = 0; p < width; p++) {
      if (counts[p * SLOTS + MOST_BINS]! > 0) continue;
      const cut = bestCut(counts, sums, p * SLOTS, parameters[p]!, least);
      if (cut.explained > best.explained) [parameter, best] = [p, cut];
    }
    // What is left over by rounding, where all means are alike.
    if (parameter < 0 || best.explained - (sum * sum) / n <= 1e-12 * squares) return leaf;
    const { left: inside, size } = best;
    let [left, right] = [begin, 0];
    for (let i = begin; i < end; i++) {
      const row = rows[i]!;
      if ((inside >>> bins[row * width + parameter]!) & 1) rows[left++] = row;
      else aside[right++] = row;
    }
    for (let i = 0; i < right; i++) rows[left + i] = aside[i]!;
    return {
      ...{ parameter, bins: inside, share: size / n },
      ...{ left: grow(begin, left, least), right: grow(left, end, least) },
    };
  };
  return (given) => {
    rows = given.slice();
    aside = new Int32Array(rows.length);
    return grow(0, rows.length, Math.max(LEAST, Math.ceil(rows.length / MOST_LEAVES)));
  };
}

interface Cut {
  /** Bit b: configs of bin b go to the left. */
  readonly left: number;
  /** How many those are. */
  readonly size: number;
  /** The sum of squares of both sides' means, config by config. */
  readonly explained: number;
}

const NO_CUT: Cut = { left: 0, size: 0, explained: Number.NEGATIVE_INFINITY };

const order = new Int32Array(MOST_BINS);

/** `counts` and `sums` of values by bin, those of the parameter `from` some place on. */
function bestCut(
  counts: Float64Array,
  sums: Float64Array,
  from: number,
  { bins, ordered }: BinnedParameter,
  least: number,
): Cut {
  let filled = 0;
  let all = 0;
  let total = 0;
  for (let at = from; at < from + bins; at++) if (counts[at]! > 0) order[filled++] = at;
  if (!ordered)
    order.subarray(0, filled).sort((a, b) => sums[a]! / counts[a]! - sums[b]! / counts[b]! || a - b);
  for (let i = 0; i < filled; i++) {
    all += counts[order[i]!]!;
    total += sums[order[i]!]!;
  }
  let best = 0;
  let explained = Number.NEGATIVE_INFINITY;
  let size = 0;
  let sum = 0;
  for (let i = 0; i < filled; i++) {
    size += counts[order[i]!]!;
    sum += sums[order[i]!]!;
    if (size < least || all - size < least) continue;
    const own = (sum * sum) / size + (total - sum) ** 2 / (all - size);
    if (own <= explained) continue;
    best = i + 1;
    explained = own;
  }
  if (best === 0) return NO_CUT;
  let left = 0;
  let inside = 0;
  for (let i = 0; i < best; i++) {
    left |= 1 << (order[i]! - from);
    inside += counts[order[i]!]!;
  }
  return { left, size: inside, explained };
}
