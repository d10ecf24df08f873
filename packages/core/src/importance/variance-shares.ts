import { type Effects, effectsIn, pairKey } from './effects.ts';
import type { Kind } from './kind.ts';
import { MOST_BINS, type Tree } from './tree.ts';

/** Shares of a variance, which sum to at most 1. */
export interface VarianceShares {
  /** Of each parameter by itself. */
  readonly single: Float64Array;
  /** Of each pair beyond both of them, at `pairKey` with the lower one first. */
  readonly pairs: Float64Array;
}

interface Part {
  readonly kind: Kind;
  readonly effects: Effects;
}

/**
 * How the variance of a tree splits over parameters and pairs of them. Configs are of kinds, inside of which parameters are
 * taken to vary independently, each as it is found spread (Hutter and others take them to be uniform in their ranges). A
 * parameter that some kinds lack is judged among those that have it, and counts by their share: what it explains there is
 * part of what the kind leaves open.
 */
export function varianceShares(kinds: readonly Kind[], parameters: number): (tree: Tree) => VarianceShares {
  const effects = kinds.map(effectsIn);
  return (tree) =>
    sharesOf(
      kinds.map((kind, k) => ({ kind, effects: effects[k]!(tree) })),
      parameters,
    );
}

function sharesOf(parts: readonly Part[], parameters: number): VarianceShares {
  const mean = parts.reduce((sum, { kind, effects }) => sum + kind.share * effects.mean, 0);
  const square = parts.reduce((sum, { kind, effects }) => sum + kind.share * effects.square, 0);
  const single = new Float64Array(parameters);
  const pairs = new Float64Array(parameters * parameters);
  let sum = 0;
  for (let p = 0; p < parameters; p++) {
    single[p] = ofParameter(parts, p);
    sum += single[p]!;
    for (let q = p + 1; q < parameters; q++) {
      const explained = ofPair(parts, p, q, parameters);
      pairs[pairKey(p, q, parameters)] = explained;
      sum += explained;
    }
  }
  // Where kinds are spread unlike one another, terms overlap a little.
  const all = Math.max(square - mean * mean, sum);
  if (!(all > 0)) return { single: single.fill(0), pairs: pairs.fill(0) };
  return { single: single.map((one) => one / all), pairs: pairs.map((one) => one / all) };
}

const having = (parts: readonly Part[], ...parameters: readonly number[]) =>
  parts.filter(({ kind }) => parameters.every((p) => kind.spread[p] !== null));

/** The variance of the mean given the parameter, among the configs that have it, times their share. */
function ofParameter(all: readonly Part[], p: number): number {
  const parts = having(all, p);
  if (parts.length <= 1 && parts.every(({ effects }) => effects.single[p] === null)) return 0;
  const weights = new Float64Array(MOST_BINS);
  const sums = new Float64Array(MOST_BINS);
  for (const { kind, effects } of parts) {
    const spread = kind.spread[p]!;
    const own = effects.single[p] ?? NONE;
    for (let b = 0; b < spread.length; b++) {
      const weight = kind.share * spread[b]!;
      weights[b]! += weight;
      sums[b]! += weight * (effects.mean + own[b]!);
    }
  }
  const mean = ratio(total(sums), total(weights));
  let variance = 0;
  for (let b = 0; b < MOST_BINS; b++) variance += weights[b]! * (ratio(sums[b]!, weights[b]!) - mean) ** 2;
  return variance;
}

/** The variance of what the mean given both has beyond what each of them adds, among the configs that have both. */
function ofPair(all: readonly Part[], p: number, q: number, parameters: number): number {
  const key = pairKey(p, q, parameters);
  let having = 0;
  let known = 0;
  for (const { kind, effects } of all) {
    if (kind.spread[p] === null || kind.spread[q] === null) continue;
    having += 1;
    if (effects.pairs[key] !== null) known += 1;
  }
  if (having <= 1 && known === 0) return 0;
  const size = MOST_BINS;
  cellWeights.fill(0);
  cellSums.fill(0);
  for (const { kind, effects } of all) {
    const ofP = kind.spread[p]!;
    const ofQ = kind.spread[q]!;
    if (ofP === null || ofQ === null) continue;
    const singleP = effects.single[p] ?? NONE;
    const singleQ = effects.single[q] ?? NONE;
    const cells = effects.pairs[key] ?? NONE;
    for (let b = 0; b < ofP.length; b++) {
      const row = kind.share * ofP[b]!;
      if (row === 0) continue;
      const level = effects.mean + singleP[b]!;
      for (let c = 0; c < ofQ.length; c++) {
        const weight = row * ofQ[c]!;
        const at = b * size + c;
        cellWeights[at]! += weight;
        cellSums[at]! += weight * (level + singleQ[c]! + cells[at]!);
      }
    }
  }
  for (const sums of LINES) sums.fill(0);
  let weight = 0;
  let sum = 0;
  for (let b = 0; b < size; b++) {
    for (let c = 0; c < size; c++) {
      const at = b * size + c;
      weight += cellWeights[at]!;
      sum += cellSums[at]!;
      rowWeights[b]! += cellWeights[at]!;
      rowSums[b]! += cellSums[at]!;
      columnWeights[c]! += cellWeights[at]!;
      columnSums[c]! += cellSums[at]!;
    }
  }
  const mean = ratio(sum, weight);
  for (let b = 0; b < size; b++) {
    rowSums[b] = ratio(rowSums[b]!, rowWeights[b]!);
    columnSums[b] = ratio(columnSums[b]!, columnWeights[b]!);
  }
  let variance = 0;
  for (let b = 0; b < size; b++) {
    for (let c = 0; c < size; c++) {
      const at = b * size + c;
      const own = cellWeights[at]!;
      if (own === 0) continue;
      variance += own * (cellSums[at]! / own - rowSums[b]! - columnSums[c]! + mean) ** 2;
    }
  }
  return variance;
}

/** Effects of what no split is by. */
const NONE = new Float64Array(MOST_BINS * MOST_BINS);

// Of one pair at a time: as many are looked at as there are trees times pairs.
const cellWeights = new Float64Array(MOST_BINS * MOST_BINS);
const cellSums = new Float64Array(MOST_BINS * MOST_BINS);
const rowWeights = new Float64Array(MOST_BINS);
const rowSums = new Float64Array(MOST_BINS);
const columnWeights = new Float64Array(MOST_BINS);
const columnSums = new Float64Array(MOST_BINS);
const LINES = [rowWeights, rowSums, columnWeights, columnSums];

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

const ratio = (sum: number, weight: number) => (weight > 0 ? sum / weight : 0);
