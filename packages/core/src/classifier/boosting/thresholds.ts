import { giveBack } from '../../math/give-back.ts';

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The largest float32 that is not above x. */
function floorToFloat32(x: number): number {
  float[0] = x;
  if (float[0] <= x) return float[0];
  if (float[0] === 0) return -1.401298464324817e-45;
  word[0] = float[0] > 0 ? word[0]! - 1 : word[0]! + 1;
  return float[0];
}

/**
 * Where to cut between a and b, a < b, so that a lies at or below it and b above: their middle, rounded down to float32,
 * which changes nothing for values of float32.
 */
function between(a: number, b: number): number {
  const middle = (a + b) / 2;
  return middle < b ? floorToFloat32(middle) : a;
}

/**
 * Cuts of a column into up to `maxBins` bins: bin i has the values above cut i - 1 and up to cut i. With no more different
 * values than bins, a cut between each two; else at the quantiles of weight i / maxBins, as the inverse of the empirical
 * distribution, averaged where it jumps (scikit-learn's binning.py: averaged_inverted_cdf). Values that are NaN, and those
 * of weight 0, are passed over. All numbers are float32. `values` are used up: others stand there afterwards.
 */
export function thresholds(
  values: Float32Array,
  weights: Float32Array | null,
  maxBins: number,
): Float32Array {
  const found = weights === null ? counted(values) : weighed(values, weights);
  const cuts = found.distinct.length <= maxBins ? middles(found) : quantiles(found, maxBins);
  // One for each column of a wide table: a collector would let hundreds of megabytes of them lie.
  giveBack(found.mass);
  return cuts;
}

function middles({ distinct }: Distinct): Float32Array {
  return Float32Array.from({ length: Math.max(0, distinct.length - 1) }, (_, i) =>
    between(distinct[i]!, distinct[i + 1]!),
  );
}

function quantiles({ distinct, mass }: Distinct, maxBins: number): Float32Array {
  let total = 0;
  for (const part of mass) total += part;
  const cuts: number[] = [];
  let at = 0;
  let below = mass[0]!;
  for (let i = 1; i < maxBins; i++) {
    const wanted = (i * total) / maxBins;
    while (below < wanted && at < distinct.length - 1) below += mass[++at]!;
    const cut =
      below === wanted && at < distinct.length - 1
        ? between(distinct[at]!, distinct[at + 1]!)
        : distinct[at]!;
    if (cuts.at(-1) !== cut) cuts.push(cut);
  }
  // A cut at the largest value would leave a bin that nothing falls into.
  if (cuts.at(-1) === distinct.at(-1)) cuts.pop();
  return Float32Array.from(cuts);
}

interface Distinct {
  /** Ascending. */
  readonly distinct: Float32Array;
  /** The weight of each. */
  readonly mass: Float64Array;
}

/** The distinct values stand at the beginning of `values` then. */
function counted(values: Float32Array): Distinct {
  values.sort();
  const mass = new Float64Array(values.length);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // NaN is sorted behind all numbers.
    if (Number.isNaN(value)) break;
    if (size === 0 || values[size - 1] !== value) values[size++] = value;
    mass[size - 1]!++;
  }
  return { distinct: values.subarray(0, size), mass: mass.subarray(0, size) };
}

function weighed(values: Float32Array, weights: Float32Array): Distinct {
  const { distinct, mass: counts } = counted(values.filter((_, i) => weights[i]! > 0));
  giveBack(counts);
  const mass = new Float64Array(distinct.length);
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i]!;
    if (weight > 0 && !Number.isNaN(values[i]!))
      mass[binOf(distinct, distinct.length, values[i]!)]! += weight;
  }
  return { distinct, mass };
}

/** The bin of x: how many of the first `count` cuts, ascending, are below it. */
export function binOf(cuts: Float32Array, count: number, x: number): number {
  let low = 0;
  while (count > 0) {
    const half = count >>> 1;
    if (cuts[low + half]! < x) {
      low += half + 1;
      count -= half + 1;
    } else count = half;
  }
  return low;
}
