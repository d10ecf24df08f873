import type { Ink } from './drawing.ts';

/** Blue, orange, green, ...: those that differ most first; grey, which looks like an axis, last. */
const ORDER = [6, 1, 3, 5, 2, 4, 7, 0];
export const MOST_SERIES = ORDER.length;

/** The ink of the `i`-th of some series that are not arms. */
export function seriesInk(i: number): Ink {
  return { series: ORDER[i % ORDER.length]! };
}
