import { type Effects, effectsOf, pairKey } from './effects.ts';
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
export function varianceShares(tree: Tree, kinds: readonly Kind[], parameters: number): VarianceShares {
  const parts = kinds.map((kind) => ({ kind, effects: effectsOf(tree, kind) }));
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
    const own = effects.single[p];
    for (let b = 0; b < spread.length; b++) {
      const weight = kind.share * spread[b]!;
      weights[b]! += weight;
      sums[b]! += weight * (effects.mean + (own?.[b] ?? 0));
    }
  }
  const mean = ratio(total(sums), total(weights));
  let variance = 0;
  for (let b = 0; b < MOST_BINS; b++) variance += weights[b]! * (ratio(sums[b]!, weights[b]!) - mean) ** 2;
  return variance;
}

/** The variance of what the mean given both has beyond what each of them adds, among the configs that have both. */
function ofPair(all: readonly Part[], p: number, q: number, parameters: number): number {
  const parts = having(all, p, q);
  const key = pairKey(p, q, parameters);
  if (parts.length <= 1 && parts.every(({ effects }) => !effects.pairs.has(key))) return 0;
  const size = MOST_BINS;
  const weights = new Float64Array(size * size);
  const sums = new Float64Array(size * size);
  for (const { kind, effects } of parts) {
    const [ofP, ofQ] = [kind.spread[p]!, kind.spread[q]!];
    const [singleP, singleQ, cells] = [effects.single[p], effects.single[q], effects.pairs.get(key)];
    for (let b = 0; b < ofP.length; b++) {
      const row = kind.share * ofP[b]!;
      if (row === 0) continue;
      const level = effects.mean + (singleP?.[b] ?? 0);
      for (let c = 0; c < ofQ.length; c++) {
        const weight = row * ofQ[c]!;
        const at = b * size + c;
        weights[at]! += weight;
        sums[at]! += weight * (level + (singleQ?.[c] ?? 0) + (cells?.[at] ?? 0));
      }
    }
  }
  const mean = ratio(total(sums), total(weights));
  const lines = (along: number, across: number) =>
    Array.from({ length: size }, (_, line) => {
      let [weight, sum] = [0, 0];
      for (let i = 0; i < size; i++) {
        weight += weights[line * along + i * across]!;
        sum += sums[line * along + i * across]!;
      }
      return ratio(sum, weight);
    });
  const rows = lines(size, 1);
  const columns = lines(1, size);
  let variance = 0;
  for (let b = 0; b < size; b++) {
    for (let c = 0; c < size; c++) {
      const at = b * size + c;
      if (weights[at]! === 0) continue;
      variance += weights[at]! * (sums[at]! / weights[at]! - rows[b]! - columns[c]! + mean) ** 2;
    }
  }
  return variance;
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

const ratio = (sum: number, weight: number) => (weight > 0 ? sum / weight : 0);
