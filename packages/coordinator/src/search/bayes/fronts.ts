/** Which configs are good by several objectives at once. */

import { crowdingOf, frontsOf, mostVolume, type Point } from '@latentsweep/core';
import type { FinishedConfig } from '@latentsweep/store';

interface Valued extends Point {
  readonly finished: Pick<FinishedConfig, 'place' | 'violation'>;
}

/** Those of one front are equally good, and better than those of the next. */
export interface Fronted extends Valued {
  readonly front: number;
}

/**
 * In fronts, each of those that no other beats in all objectives once the fronts before are gone (Deb et al., NSGA-II, 2002); those
 * that break a constraint behind all that keep them, in fronts of those that break them by as much. Within a front those far from
 * others are first, then the earlier ones.
 */
export function inFronts<C extends Valued>(configs: readonly C[]): (C & Fronted)[] {
  const ordered = configs.toSorted(
    (a, b) => a.finished.violation - b.finished.violation || a.finished.place - b.finished.place,
  );
  const groups = [...Map.groupBy(ordered, ({ finished }) => finished.violation).values()];
  return groups
    .flatMap((group) => frontsOf(group))
    .flatMap((members, front) => {
      const crowding = crowdingOf(members);
      const order = [...members.keys()].sort((a, b) =>
        crowding[a] === crowding[b] ? a - b : crowding[b]! - crowding[a]!,
      );
      return order.map((i) => ({ ...members[i]!, front }));
    });
}

/**
 * The best `count`: fronts as long as they go in whole, and of the next one those that together dominate most (MOTPE: Ozaki et al.,
 * "Multiobjective tree-structured Parzen estimator", 2022).
 */
export function bestOf<C extends Fronted>(standings: readonly C[], count: number): C[] {
  const split = standings[count]?.front;
  const whole = standings.filter(({ front }) => split === undefined || front < split);
  if (whole.length === Math.min(count, standings.length)) return whole;
  const members = standings
    .filter(({ front }) => front === split)
    .sort((a, b) => a.finished.place - b.finished.place);
  const taken = mostVolume(
    scaled(members),
    count - whole.length,
    members[0]!.values.map(() => REFERENCE),
  );
  return [...whole, ...taken.map((i) => members[i]!)];
}

/** Below the least of each objective, which is 0 as the greatest is 1: so that the ends of a front dominate something. */
const REFERENCE = -0.1;

/** From 0 to 1 each, so that neither the unit of an objective nor where its zero is decides. */
function scaled(points: readonly Point[]): Point[] {
  const ranges = points[0]!.values.map((_, k) => {
    const column = points.map(({ values }) => values[k]!);
    return [Math.min(...column), Math.max(...column)] as const;
  });
  return points.map(({ values }) => ({
    values: ranges.map(([least, most], k) => (most > least ? (values[k]! - least) / (most - least) : 0)),
  }));
}
