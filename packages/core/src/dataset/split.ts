import { Purpose, type Seed, shuffle } from '../random/stream.ts';
import { dealGroups } from './deal.ts';
import { rowsFrom } from './rows.ts';
import { allot, type Shares, SPLITS } from './shares.ts';

/** Row numbers of each split, ascending. */
export interface SplitRows {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

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
  shares: Shares,
  seed: Seed,
  rule: SplitRule,
): SplitRows {
  const sizes = new Uint32Array(groups.length);
  for (const first of groups) sizes[first]!++;
  /** Of each group, at its first row. */
  const splits = new Uint8Array(groups.length);
  for (let label = 0; label < classes; label++) {
    const order = groups.filter((first, row) => first === row && labels[row] === label);
    shuffle(order, seed, Purpose.split, label);
    const ofClass = Array.from(order, (first) => sizes[first]!);
    const dealt = rule === 1 ? dealInOrder(ofClass, shares) : dealGroups(ofClass, shares);
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
function dealInOrder(sizes: readonly number[], shares: Shares): Uint8Array {
  const need = allot(
    sizes.reduce((sum, size) => sum + size, 0),
    shares,
  );
  return Uint8Array.from(sizes, (size, position) => {
    const part = position === 0 ? 0 : partWithRoom(need, size);
    need[part] = need[part]! - size;
    return part;
  });
}

/** The first split with room for all the rows, or the one with the most room. */
function partWithRoom(need: readonly number[], size: number): number {
  const fits = need.findIndex((room) => room >= size);
  return fits >= 0 ? fits : need.indexOf(Math.max(...need));
}
