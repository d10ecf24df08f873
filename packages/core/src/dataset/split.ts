import { Purpose, type Seed, shuffle } from '../random/stream.ts';
import { dealGroups } from './deal.ts';
import { allot, type Shares } from './shares.ts';

/** Row numbers of each split, ascending. */
export interface SplitRows {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** By which rule a table is split and rebalanced; results that were made by the first one keep it. */
export type SplitRule = 1 | 2;

/**
 * Splits each class by the shares, so that rows of one group (exact duplicates) stay together. `labels` and
 * `groups` [n]; all rows of a group have one label.
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
  const byClass: Uint32Array[][] = Array.from({ length: classes }, () => []);
  for (const rows of rowsByGroup(groups)) byClass[labels[rows[0]!]!]!.push(rows);
  const parts: number[][] = [[], [], []];
  byClass.forEach((groupsOfClass, label) => {
    const order = Uint32Array.from(groupsOfClass, (_, i) => i);
    shuffle(order, seed, Purpose.split, label);
    const sizes = Array.from(order, (group) => groupsOfClass[group]!.length);
    const dealt = rule === 1 ? dealInOrder(sizes, shares) : dealGroups(sizes, shares);
    order.forEach((group, position) => {
      for (const row of groupsOfClass[group]!) parts[dealt[position]!]!.push(row);
    });
  });
  const [train, validation, test] = parts.map((rows) => Uint32Array.from(rows).sort());
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

/** Rows of each group, groups in the order of their first row. */
function rowsByGroup(groups: Uint32Array): Uint32Array[] {
  const rows = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const members = rows.get(group);
    if (members) members.push(row);
    else rows.set(group, [row]);
  });
  return Array.from(rows.values(), (members) => Uint32Array.from(members));
}
