/** Columns that alone tell the classes apart, almost without error: known too late, or the class in another dress. */

import type { Fault } from '@latentsweep/core';
import type { ArrowColumn } from './content/arrow.ts';
import { columnsNote } from './refuse.ts';

/** Rows that are looked at, of all classes together; each class has an equal share, spread over its rows. */
const MOST_ROWS = 20_000;
const MOST_OF_A_CLASS = 2_000;
/** Smaller classes may be told apart by chance. */
const FEWEST_OF_A_CLASS = 10;
/** The share of pairs, or of rows with each class weighing the same, that the column gets right. */
const TELLING = 0.99;

/** One note for all of them but those in `keep`. */
export function leakNotes(
  label: string,
  features: readonly ArrowColumn[],
  targets: readonly string[],
  keep: readonly string[] = [],
): Fault[] {
  const classes = sampleOf(targets);
  if (classes.length < 2) return [];
  const telling = features
    .filter((column) => !keep.includes(column.name) && tellingOf(column, classes) >= TELLING)
    .map(({ name }) => name);
  return columnsNote(label, telling, {
    code: 'telling_column',
    path: 'dataset',
    does: 'alone tells the classes apart, almost without error',
    hint: (list) =>
      `If it is known only after the class is, or names it in another way, write \`drop: ${list}\`; \`keep: ${list}\` says that it is right.`,
  });
}

/** Rows of each class that is large enough. */
function sampleOf(targets: readonly string[]): readonly (readonly number[])[] {
  const rows = Map.groupBy(targets.keys(), (row) => targets[row]!);
  const share = Math.max(FEWEST_OF_A_CLASS, Math.min(MOST_OF_A_CLASS, Math.floor(MOST_ROWS / rows.size)));
  return [...rows.values()]
    .filter(({ length }) => length >= FEWEST_OF_A_CLASS)
    .map((all) => {
      const count = Math.min(share, all.length);
      return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
    });
}

function tellingOf(column: ArrowColumn, classes: readonly (readonly number[])[]): number {
  if (column.kind !== 'number') {
    // What is missing has a code too.
    return byLevel(classes.map((rows) => rows.map((row) => column.codes[row]!)));
  }
  const groups = classes.map((rows) =>
    // What is missing may tell a class too: it counts as less than all numbers.
    Float64Array.from(rows, (row) => {
      const value = column.values[row]!;
      return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    }).sort(),
  );
  return byOrder(groups);
}

/**
 * Classes in the order of their medians: the least share of pairs of neighbours (one row of each) that are in that
 * order, a tie as a half. Of two classes the area under the ROC curve.
 */
function byOrder(groups: readonly Float64Array[]): number {
  const median = (values: Float64Array) => values[Math.floor(values.length / 2)]!;
  const sorted = groups.toSorted((a, b) => (median(a) < median(b) ? -1 : median(a) > median(b) ? 1 : 0));
  return Math.min(...sorted.slice(1).map((group, i) => shareBelow(sorted[i]!, group)));
}

/** Of sorted values. */
function shareBelow(low: Float64Array, high: Float64Array): number {
  let below = 0;
  let upTo = 0;
  let sum = 0;
  for (const value of high) {
    while (below < low.length && low[below]! < value) below++;
    upTo = Math.max(upTo, below);
    while (upTo < low.length && low[upTo]! <= value) upTo++;
    sum += (below + upTo) / 2;
  }
  return sum / (low.length * high.length);
}

/** The share of rows that have the class to which their level is most peculiar, each class weighing the same. */
function byLevel(groups: readonly (readonly number[])[]): number {
  const shares = new Map<number, number>();
  for (const levels of groups) {
    for (const [level, { length }] of Map.groupBy(levels, (level) => level)) {
      shares.set(level, Math.max(shares.get(level) ?? 0, length / levels.length));
    }
  }
  return [...shares.values()].reduce((sum, share) => sum + share, 0) / groups.length;
}
