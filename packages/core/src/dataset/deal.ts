/** How the second rule deals one class to the splits, a group of equal rows at a time. */

import { allot } from './shares.ts';

/**
 * The split of each group: 0 train, 1 validation, 2 test. `sizes` are the rows of the class's groups, in the random
 * order that they are dealt in.
 *
 * Every split that has a share gets a group; where there are fewer groups than such splits, train comes first, then
 * test. Beyond that, rows come as near to the shares as groups allow: groups that would overfill the smallest split
 * go first, the largest of them before the others, and what they leave is shared out anew.
 */
export function dealGroups(sizes: readonly number[], shares: readonly number[]): Uint8Array {
  const splits = servedSplits(sizes.length, shares);
  const served = restricted(shares, splits);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const dealt = new Uint8Array(sizes.length);
  const empty = new Set(splits);
  let room = allot(total, served);
  let left = sizes.length;
  const deal = (group: number) => {
    // As many groups are left as splits without one: each must open one.
    const open = left <= empty.size ? splits.filter((split) => empty.has(split)) : splits;
    const split = splitWithRoom(open, room, sizes[group]!);
    room[split] = room[split]! - sizes[group]!;
    dealt[group] = split;
    empty.delete(split);
    left--;
  };
  const { large, others } = byWeight(sizes, Math.min(...splits.map((split) => room[split]!)));
  large.forEach(deal);
  if (large.length > 0) room = leftOver(room);
  others.forEach(deal);
  return dealt;
}

const TRAIN = 0;
const VALIDATION = 1;
const TEST = 2;

/** The splits that can be served with so many groups, in the order of the rows. */
function servedSplits(groups: number, shares: readonly number[]): number[] {
  return [TRAIN, TEST, VALIDATION]
    .filter((split) => shares[split]! > 0)
    .slice(0, groups)
    .sort((a, b) => a - b);
}

/** The shares of those splits alone. */
function restricted(shares: readonly number[], splits: readonly number[]): readonly number[] {
  const kept = shares.map((share, split) => (splits.includes(split) ? share : 0));
  if (kept.every((share, split) => share === shares[split])) return shares;
  const sum = kept.reduce((total, share) => total + share, 0);
  return kept.map((share) => share / sum);
}

/** The groups of more than `most` rows, the largest first, and the others in their order. */
function byWeight(sizes: readonly number[], most: number) {
  const groups = sizes.map((_, group) => group);
  return {
    large: groups.filter((group) => sizes[group]! > most).sort((a, b) => sizes[b]! - sizes[a]!),
    others: groups.filter((group) => sizes[group]! <= most),
  };
}

/** The rows that are left, shared out by what room there is: a split that is overfull gets none. */
function leftOver(room: readonly number[]): number[] {
  const left = room.reduce((sum, rows) => sum + rows, 0);
  const free = room.map((rows) => Math.max(0, rows));
  const all = free.reduce((sum, rows) => sum + rows, 0);
  if (all === 0) return [...free];
  return allot(
    left,
    free.map((rows) => rows / all),
  );
}

/** The first split with room for all the rows, or the one with the most room. */
export function splitWithRoom(splits: readonly number[], room: readonly number[], size: number): number {
  const fitting = splits.find((split) => room[split]! >= size);
  return fitting ?? splits.reduce((most, split) => (room[split]! > room[most]! ? split : most));
}
