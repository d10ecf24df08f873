/** Whether columns go together as they do in real rows: SDMetrics' column pair trends. */

import { overlap } from './shapes.ts';
import { meanOfDefined, type TableColumn } from './table-column.ts';

/** Bins of a number beside a category. */
const BINS = 10;

/**
 * The mean over all pairs of columns, from 0 to 1. Two numbers: one less half of what their correlations differ by; two
 * categories: what the shares of their combinations have in common; one of each: the same, of the number in ten bins of
 * equal width, each table by its own range. A pair with a number that is constant is left out of numbers' pairs.
 */
export function pairTrends(real: readonly TableColumn[], made: readonly TableColumn[]): number {
  const of = [real, made].map((columns) => columns.map(prepare)) as [Prepared[], Prepared[]];
  const scores: number[] = [];
  for (let a = 0; a < real.length; a++) {
    for (let b = a + 1; b < real.length; b++) {
      const [inReal, inMade] = of.map((columns) => [columns[a]!, columns[b]!] as const) as [Pair, Pair];
      const numbers = real[a]!.kind === 'number' && real[b]!.kind === 'number';
      scores.push(numbers ? correlationSimilarity(inReal, inMade) : contingencySimilarity(inReal, inMade));
    }
  }
  return meanOfDefined(scores);
}

interface Prepared extends TableColumn {
  readonly constant: boolean;
  readonly complete: boolean;
  /** Of numbers without a gap: less their mean, at length 1. */
  readonly standard: Float64Array | null;
  /** A whole number for each category, bin, or what is missing. */
  readonly codes: Int32Array;
  readonly most: number;
}

type Pair = readonly [Prepared, Prepared];

function prepare({ kind, values }: TableColumn): Prepared {
  const complete = !values.some(Number.isNaN);
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const constant = low === high;
  const codes =
    kind === 'number'
      ? binned(values, low, high)
      : Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : value + 1));
  const most = codes.reduce((largest, code) => Math.max(largest, code), 0);
  const standard = kind === 'number' && complete && !constant ? standardised(values) : null;
  return { kind, values, constant, complete, standard, codes, most };
}

/**
 * The number of each value's bin, from 1 on, as numpy's histogram_bin_edges and digitize have them: the largest value, and
 * what is missing, lie beyond the last bin.
 */
function binned(values: Float64Array, low: number, high: number): Int32Array {
  const [from, to] = low === high ? [low - 0.5, high + 0.5] : low < high ? [low, high] : [0, 1];
  const edges = Array.from({ length: BINS + 1 }, (_, i) =>
    i === BINS ? to : from + i * ((to - from) / BINS),
  );
  return Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return BINS + 1;
    let bin = 0;
    while (bin <= BINS && edges[bin]! <= value) bin++;
    return bin;
  });
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
  return centred.map((value) => value / length);
}

function correlationSimilarity(real: Pair, made: Pair): number {
  if ([...real, ...made].some(({ constant }) => constant)) return Number.NaN;
  return 1 - Math.abs(correlation(real) - correlation(made)) / 2;
}

/** Pearson's, of the rows where neither is missing. */
function correlation([a, b]: Pair): number {
  if (a.standard && b.standard) return product(a.standard, b.standard);
  const has = (_: number, row: number) => !Number.isNaN(a.values[row]!) && !Number.isNaN(b.values[row]!);
  const [own, other] = [a.values.filter(has), b.values.filter(has)];
  if ([own, other].some((values) => values.every((value) => value === values[0]))) return Number.NaN;
  return product(standardised(own), standardised(other));
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function contingencySimilarity(real: Pair, made: Pair): number {
  const stride = Math.max(real[1].most, made[1].most) + 1;
  const combined = ([a, b]: Pair) => a.codes.map((code, row) => code * stride + b.codes[row]!);
  return overlap(combined(real), combined(made));
}
