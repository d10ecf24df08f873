import { type Config, runHash } from '@latentsweep/core';

/** Configs of one run side by side by rising `epochs`, runs in the order in which they came. */
export function byRun<Item>(items: readonly Item[], configOf: (item: Item) => Config): Item[] {
  const runs = Map.groupBy(items, (item) => runHash(configOf(item)));
  return [...runs.values()].flatMap((run) => run.sort((a, b) => configOf(a).epochs - configOf(b).epochs));
}
