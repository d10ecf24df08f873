import { type OfSplits, SPLITS } from './shares.ts';
import type { SplitRows } from './split.ts';
import type { Classes } from './tabular/classes.ts';

export interface ClassCounts {
  readonly classNames: readonly string[];
  /** The class that is never rebalanced. */
  readonly majority: number;
  /** Rows of each class, and how many of them differ. [K] */
  readonly classRows: readonly number[];
  readonly distinctRows: readonly number[];
  /** Rows of each class in each split of the replicate with that seed. [K] */
  readonly splitRows: OfSplits<readonly number[]>;
}

/** `groups`: the first row that equals each row. [n] */
export function countClasses(
  { names, labels, counts, majority }: Classes,
  groups: Uint32Array,
  split: SplitRows,
): ClassCounts {
  const ofClasses = (rows: Uint32Array): readonly number[] => {
    const found = names.map(() => 0);
    for (const row of rows) found[labels[row]!]!++;
    return found;
  };
  return {
    ...{ classNames: names, majority, classRows: counts },
    distinctRows: ofClasses(groups.filter((first, row) => first === row)),
    splitRows: Object.fromEntries(
      SPLITS.map((name) => [name, ofClasses(split[name])]),
    ) as ClassCounts['splitRows'],
  };
}
