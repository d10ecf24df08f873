import { type AnyConfig, type ConfigSpace, lengthOf } from '@latentsweep/core';

/** Configs of one run side by side, rising along its milestones, runs in the order in which they came. */
export function byRun<Item>(
  space: ConfigSpace,
  items: readonly Item[],
  configOf: (item: Item) => AnyConfig,
): Item[] {
  if (space.milestones === null) return [...items];
  const runs = Map.groupBy(items, (item) => space.runHash(configOf(item)));
  const along = (item: Item) => lengthOf(space, configOf(item));
  return [...runs.values()].flatMap((run) => run.sort((a, b) => along(a) - along(b)));
}
