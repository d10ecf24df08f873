/** Which finished configs a search is told of: by results and by places, never by when they ended. Pure. */

import type { FinishedConfig, HistoryWish } from '../port.ts';

/**
 * Out of `known`, which holds at least the ones that are wanted: the best `wish.best` by their means that no race dropped (those
 * first that keep the constraints, then by how much they break them; of equals the earlier) and those at the places of `placesOf`;
 * in the order of their places. `count`: how many are known in all.
 */
export function chosenOf(
  known: readonly FinishedConfig[],
  count: number,
  wish: Omit<HistoryWish, 'lookahead'>,
): FinishedConfig[] {
  const ranked = known
    .filter(({ mean, pruned }) => mean !== null && !pruned)
    .sort((a, b) => a.violation - b.violation || b.mean! - a.mean! || a.place - b.place);
  const places = new Set([...ranked.slice(0, wish.best).map(({ place }) => place), ...placesOf(count, wish)]);
  return known.filter(({ place }) => places.has(place)).sort((a, b) => a.place - b.place);
}

/** The places among 0 .. count-1 that are wanted, whatever the results there are. */
export function placesOf(
  count: number,
  { spread, places = [], since = count }: Omit<HistoryWish, 'lookahead' | 'best'>,
): number[] {
  const newest = Array.from({ length: Math.max(0, count - since) }, (_, i) => since + i);
  return [...spreadOver(count, spread), ...places.filter((place) => place < count), ...newest];
}

/** `most` places of 0 .. count-1 at most, evenly: all of them, or every second, fourth, eighth, …, so that few change. */
export function spreadOver(count: number, most: number): number[] {
  if (most < 1) return [];
  let step = 1;
  while (Math.ceil(count / step) > most) step *= 2;
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
}
