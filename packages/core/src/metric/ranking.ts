/**
 * Metrics of the order that the probabilities put the rows in: area under the ROC curve and average precision.
 * Two classes: of class 1. More: each class against the rest, macro average over the classes that occur.
 */

import { headOutputs } from '../model/network.ts';

export interface RankingMetrics {
  /** Ties count half. NaN where no class has both rows of its own and rows of others. */
  readonly roc_auc: number;
  /** Average precision: sum over thresholds of (gain in recall) * precision. NaN without rows. */
  readonly pr_auc: number;
}

export function rankingMetrics(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
): RankingMetrics {
  const outputs = headOutputs(classes);
  const keys = new Uint32Array(labels.length);
  const spare = new Uint32Array(labels.length);
  const each: RankingMetrics[] = [];
  for (let output = 0; output < outputs; output++) {
    const positive = outputs === 1 ? 1 : output;
    fillKeys(keys, probabilities, outputs, output, labels, positive);
    each.push(areas(sortKeys(keys, spare)));
  }
  return {
    roc_auc: meanOfDefined(each.map((m) => m.roc_auc)),
    pr_auc: meanOfDefined(each.map((m) => m.pr_auc)),
  };
}

/**
 * Rows by rising probability of one class, a key each: whether the row is of it in the lowest bit, above it what orders as
 * the probability does. Of two classes that of class 1 alone is meant.
 */
export function rankedRows(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
  positive: number,
): Uint32Array {
  const outputs = headOutputs(classes);
  const keys = new Uint32Array(labels.length);
  const [output, own] = outputs === 1 ? [0, 1] : [positive, positive];
  fillKeys(keys, probabilities, outputs, output, labels, own);
  return sortKeys(keys, new Uint32Array(labels.length));
}

/**
 * One number a row that sorts by probability: bits of a float in [0, 1] order as integers and stay below 2^30,
 * which leaves the lowest bit for whether the row is positive.
 */
function fillKeys(
  keys: Uint32Array,
  probabilities: Float32Array,
  outputs: number,
  output: number,
  labels: Uint8Array,
  positive: number,
): void {
  const bits = new Uint32Array(probabilities.buffer, probabilities.byteOffset, probabilities.length);
  for (let row = 0; row < keys.length; row++) {
    keys[row] = (bits[row * outputs + output]! << 1) | (labels[row] === positive ? 1 : 0);
  }
}

/** Fewer keys than this are sorted faster by comparing. */
const FEW_KEYS = 4096;

/** Ascending, in either array; both are overwritten. Radix sort, 11 bits a pass. */
function sortKeys(keys: Uint32Array, spare: Uint32Array): Uint32Array {
  if (keys.length < FEW_KEYS) return keys.sort();
  const starts = new Uint32Array(3 * 2048);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    starts[key & 2047]!++;
    starts[2048 + ((key >>> 11) & 2047)]!++;
    starts[4096 + (key >>> 22)]!++;
  }
  let from = keys;
  let to = spare;
  for (let pass = 0; pass < 3; pass++) {
    const first = pass * 2048;
    let start = 0;
    for (let digit = first; digit < first + 2048; digit++) {
      const count = starts[digit]!;
      starts[digit] = start;
      start += count;
    }
    const shift = pass * 11;
    for (let i = 0; i < from.length; i++) {
      const key = from[i]!;
      to[starts[first + ((key >>> shift) & 2047)]!++] = key;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Walks from the highest probability down, a group of ties at a time. */
function areas(keys: Uint32Array): RankingMetrics {
  let positives = 0;
  for (let i = 0; i < keys.length; i++) positives += keys[i]! & 1;
  const negatives = keys.length - positives;
  let pairs = 0;
  let precision = 0;
  let above = 0;
  let i = keys.length - 1;
  while (i >= 0) {
    const probability = keys[i]! >>> 1;
    const end = i;
    let gained = 0;
    for (; i >= 0 && keys[i]! >>> 1 === probability; i--) gained += keys[i]! & 1;
    pairs += (end - i - gained) * (above + gained / 2);
    above += gained;
    if (gained > 0) precision += (gained * above) / (keys.length - 1 - i);
  }
  return {
    roc_auc: positives === 0 || negatives === 0 ? Number.NaN : pairs / (positives * negatives),
    pr_auc: positives === 0 ? Number.NaN : precision / positives,
  };
}

function meanOfDefined(values: readonly number[]): number {
  const defined = values.filter((value) => !Number.isNaN(value));
  return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
