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

interface Best {
  readonly parameter: number;
  readonly bins: number;
  readonly explained: number;
}

/**
 * A tree of least squares (Breiman, Friedman, Olshen, Stone 1984) over `rows`, numbers of configs that may repeat. A split
 * parts the bins of one parameter that all configs there have: numbers in their order, choices in the order of their means,
 * among which the best of all partitions is (Fisher, JASA 1958). The first parameter wins where two explain as much.
 */
export function growTree(parameters: readonly BinnedParameter[], y: Float64Array, rows: Int32Array): Tree {
  return grow(parameters, y, rows, Math.max(LEAST, Math.ceil(rows.length / MOST_LEAVES)));
}

function grow(
  parameters: readonly BinnedParameter[],
  y: Float64Array,
  rows: Int32Array,
  least: number,
): Tree {
  const n = rows.length;
  let sum = 0;
  for (const row of rows) sum += y[row]!;
  const leaf = { value: sum / n };
  if (n < 2 * least) return leaf;
  let best: Best | null = null;
  for (let p = 0; p < parameters.length; p++) {
    const found = bestSplit(parameters[p]!, y, rows, least);
    if (found && (best === null || found.explained > best.explained)) best = { ...found, parameter: p };
  }
  // What is left over by rounding, where all means are alike.
  if (best === null || best.explained - (sum * sum) / n <= 1e-12 * squares(y, rows)) return leaf;
  const { parameter, bins } = best;
  const { codes } = parameters[parameter]!;
  const isLeft = (row: number) => ((bins >>> codes[row]!) & 1) === 1;
  const left = rows.filter(isLeft);
  const right = rows.filter((row) => !isLeft(row));
  return {
    ...{ parameter, bins, share: left.length / n },
    ...{ left: grow(parameters, y, left, least), right: grow(parameters, y, right, least) },
  };
}

function squares(y: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += y[row]! * y[row]!;
  return sum;
}

const counts = new Float64Array(MOST_BINS);
const sums = new Float64Array(MOST_BINS);

/** `explained`: the sum of squares of both sides' means, config by config. Null where it cannot be split. */
function bestSplit(
  parameter: BinnedParameter,
  y: Float64Array,
  rows: Int32Array,
  least: number,
): Omit<Best, 'parameter'> | null {
  const { codes, ordered } = parameter;
  counts.fill(0);
  sums.fill(0);
  for (const row of rows) {
    const code = codes[row]!;
    if (code < 0) return null;
    counts[code]! += 1;
    sums[code]! += y[row]!;
  }
  const order: number[] = [];
  for (let bin = 0; bin < parameter.bins; bin++) if (counts[bin]! > 0) order.push(bin);
  if (!ordered) order.sort((a, b) => sums[a]! / counts[a]! - sums[b]! / counts[b]! || a - b);
  const all = rows.length;
  let total = 0;
  for (const bin of order) total += sums[bin]!;
  let best: Omit<Best, 'parameter'> | null = null;
  let bins = 0;
  let n = 0;
  let sum = 0;
  for (const bin of order) {
    bins |= 1 << bin;
    n += counts[bin]!;
    sum += sums[bin]!;
    if (n < least || all - n < least) continue;
    const explained = (sum * sum) / n + (total - sum) ** 2 / (all - n);
    if (best === null || explained > best.explained) best = { bins, explained };
  }
  return best;
}
