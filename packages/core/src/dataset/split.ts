import { Purpose, type Seed, shuffle } from '../random/stream.ts';

/** Row numbers of each split, ascending. */
export interface SplitRows {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

export interface Shares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

const SPLITS = ['train', 'validation', 'test'] as const;

/**
 * Splits each class by the shares, so that rows of one group (exact duplicates) stay together. `labels` and
 * `groups` [n]; all rows of a group have one label.
 *
 * A class gets at least one row into train, and with three rows or more one into each split that has a share;
 * of two rows, one goes to train and one to test. Groups of several rows may shift these numbers.
 */
export function stratifiedSplit(
  labels: Uint8Array,
  groups: Uint32Array,
  classes: number,
  shares: Shares,
  seed: Seed,
): SplitRows {
  const byClass: Uint32Array[][] = Array.from({ length: classes }, () => []);
  for (const rows of rowsByGroup(groups)) byClass[labels[rows[0]!]!]!.push(rows);
  const parts: number[][] = [[], [], []];
  byClass.forEach((groupsOfClass, label) => {
    const order = Uint32Array.from(groupsOfClass, (_, i) => i);
    shuffle(order, seed, Purpose.split, label);
    const need = allot(
      groupsOfClass.reduce((sum, rows) => sum + rows.length, 0),
      shares,
    );
    order.forEach((group, position) => {
      const rows = groupsOfClass[group]!;
      const part = position === 0 ? 0 : partWithRoom(need, rows.length);
      need[part] = need[part]! - rows.length;
      for (const row of rows) parts[part]!.push(row);
    });
  });
  const [train, validation, test] = parts.map((rows) => Uint32Array.from(rows).sort());
  return { train: train!, validation: validation!, test: test! };
}

/** Rows for train, validation and test out of `count`: largest remainders, ties to test. */
export function allot(count: number, shares: Shares): number[] {
  const quotas = SPLITS.map((split) => shares[split] * count);
  const rows = quotas.map(Math.floor);
  const byRemainder = [2, 1, 0].sort((a, b) => quotas[b]! - rows[b]! - (quotas[a]! - rows[a]!));
  let left = count - rows.reduce((sum, n) => sum + n, 0);
  for (const part of byRemainder) if (left-- > 0) rows[part] = rows[part]! + 1;
  for (const part of count >= 3 ? [0, 2, 1] : [0]) {
    if (rows[part]! > 0 || quotas[part] === 0 || count === 0) continue;
    const largest = rows.indexOf(Math.max(...rows));
    rows[part] = 1;
    rows[largest] = rows[largest]! - 1;
  }
  return rows;
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
