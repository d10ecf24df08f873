/** Splits that keep apart what people say belongs apart: groups of rows, and the future from the past. */

import { Purpose, type Seed, shuffle } from '../random/stream.ts';
import { rowsFrom } from './rows.ts';
import { allot, type OfSplits, SPLITS } from './shares.ts';
import type { SplitRows } from './split.ts';

/** Orders of the groups that are tried before it is given up. */
const MOST_TRIES = 100;

/**
 * Deals whole groups of rows, in a random order, each to the split where it brings the rows of its classes nearest to
 * their shares: the least sum over classes of ((rows + group's - wanted) / all)^2 - ((rows - wanted) / all)^2. Orders
 * are tried until each class has rows in train and test (of two classes in every split that has a share). `labels` [n];
 * `groups` [n]: a number a group, 0 to their count - 1. Throws where no order that was tried gives that.
 */
export function groupSplit(
  labels: Uint8Array,
  groups: Int32Array,
  classes: number,
  shares: OfSplits<number>,
  seed: Seed,
): SplitRows {
  const counts = countsOf(labels, groups, classes);
  const all = new Float64Array(classes);
  for (const label of labels) all[label]!++;
  const shareOf = SPLITS.map((split) => shares[split]);
  const needed = neededSplits(classes, shareOf);
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const order = rowsFrom(0, counts.length);
    shuffle(order, seed, Purpose.split, attempt);
    const { dealt, rows } = deal(order, counts, all, shareOf, needed);
    if (needed.every((split) => rows[split]!.every((count) => count > 0))) {
      return rowsBy(groups.length, (row) => dealt[groups[row]!]!);
    }
  }
  throw new Error(`no split of ${counts.length} groups has all classes to train and to test on`);
}

/** Of two classes every split that has a share; of more validation may lack one. */
export function neededSplits(classes: number, shareOf: readonly number[]): number[] {
  return (classes === 2 ? [0, 1, 2] : [0, 2]).filter((split) => shareOf[split]! > 0);
}

/** Rows of each class in each group. */
function countsOf(labels: Uint8Array, groups: Int32Array, classes: number): Float64Array[] {
  const counts: Float64Array[] = [];
  groups.forEach((group, row) => {
    while (counts.length <= group) counts.push(new Float64Array(classes));
    counts[group]![labels[row]!]!++;
  });
  return counts;
}

function deal(
  order: Uint32Array,
  counts: readonly Float64Array[],
  all: Float64Array,
  shareOf: readonly number[],
  needed: readonly number[],
) {
  const rows = shareOf.map(() => new Float64Array(all.length));
  const dealt = new Uint8Array(counts.length);
  /** Groups of each class that are left. */
  const left = all.map((_, k) => counts.filter((own) => own[k]! > 0).length);
  const served = shareOf.flatMap((share, split) => (share > 0 ? [split] : []));
  for (const group of order) {
    const own = counts[group]!;
    const classes = Array.from(own.keys()).filter((k) => own[k]! > 0);
    const lacking = (k: number) => needed.filter((split) => rows[split]![k] === 0);
    // As many groups of a class are left as splits without it: each must go to one.
    const urgent = classes.find((k) => lacking(k).length > 0 && left[k]! <= lacking(k).length);
    const cost = (split: number) =>
      classes.reduce((sum, k) => {
        const over = rows[split]![k]! - shareOf[split]! * all[k]!;
        return sum + (own[k]! * (2 * over + own[k]!)) / (all[k]! * all[k]!);
      }, 0);
    const open = urgent === undefined ? served : lacking(urgent);
    const costs = open.map(cost);
    const split = open[costs.indexOf(Math.min(...costs))]!;
    dealt[group] = split;
    for (const k of classes) {
      rows[split]![k]! += own[k]!;
      left[k]!--;
    }
  }
  return { dealt, rows };
}

/**
 * Trains on the past: the earliest rows by their share, then validation, then test. Rows of one time stay together, so
 * that none is trained on that is no older than what is validated and tested. No seed: every replicate has this split.
 * `times` [n], none missing.
 */
export function timeSplit(times: Float64Array, shares: OfSplits<number>): SplitRows {
  const order = Uint32Array.from(rowsFrom(0, times.length)).sort((a, b) => times[a]! - times[b]! || a - b);
  const [train, validation] = allot(
    times.length,
    SPLITS.map((split) => shares[split]),
  );
  const splits = new Uint8Array(times.length);
  const place = (at: number) => (at < train! ? 0 : at < train! + validation! ? 1 : 2);
  let split = 0;
  order.forEach((row, at) => {
    const sameTime = at > 0 && times[row] === times[order[at - 1]!];
    if (!sameTime) split = place(at);
    splits[row] = split;
  });
  return rowsBy(times.length, (row) => splits[row]!);
}

function rowsBy(count: number, splitOf: (row: number) => number): SplitRows {
  const rows = rowsFrom(0, count);
  const [train, validation, test] = SPLITS.map((_, split) => rows.filter((row) => splitOf(row) === split));
  return { train: train!, validation: validation!, test: test! };
}
