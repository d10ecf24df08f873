import { Purpose, type Seed, shuffle } from '../random/stream.ts';
import { dealGroups, splitWithRoom } from './deal.ts';
import { rowsFrom } from './rows.ts';
import { allot, type OfSplits, SPLITS } from './shares.ts';

/** Row numbers of each split, ascending. */
export type SplitRows = OfSplits<Uint32Array>;

/** By which rule a table is split and rebalanced; results that were made by the first one keep it. */
export type SplitRule = 1 | 2;

/**
 * Splits each class by the shares, so that rows of one group (exact duplicates) stay together. `labels` [n]; `groups`
 * [n]: the first row of each row's group, all of whose rows have one label.
 *
 * Rule 2: a class of at least three groups has one in each split that has a share, of two groups one in train and one
 * in test. Rule 1 promised that of rows: groups of several rows might leave a split without the class. Where all rows
 * of a class differ and there are at least three, the rules agree.
 */
export function stratifiedSplit(
  labels: Uint8Array,
  groups: Uint32Array,
  classes: number,
  shares: OfSplits<number>,
  seed: Seed,
  rule: SplitRule,
): SplitRows {
  const shareOf = SPLITS.map((split) => shares[split]);
  const sizes = new Uint32Array(groups.length);
  for (const first of groups) sizes[first]!++;
  /** Of each group, at its first row. */
  const splits = new Uint8Array(groups.length);
  for (let label = 0; label < classes; label++) {
    const order = groups.filter((first, row) => first === row && labels[row] === label);
    shuffle(order, seed, Purpose.split, label);
    const ofClass = Array.from(order, (first) => sizes[first]!);
    const dealt = rule === 1 ? dealInOrder(ofClass, shareOf) : dealGroups(ofClass, shareOf);
    order.forEach((first, position) => {
      splits[first] = dealt[position]!;
    });
  }
  const rows = rowsFrom(0, groups.length);
  const [train, validation, test] = SPLITS.map((_, split) =>
    rows.filter((row) => splits[groups[row]!] === split),
  );
  return { train: train!, validation: validation!, test: test! };
}

/** The first rule: the first group to train, each other one to where there is room for it. */
function dealInOrder(sizes: readonly number[], shares: readonly number[]): Uint8Array {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const room = allot(total, shares);
  return Uint8Array.from(sizes, (size, position) => {
    const split = position === 0 ? 0 : splitWithRoom([0, 1, 2], room, size);
    room[split] = room[split]! - size;
    return split;
  });
}
