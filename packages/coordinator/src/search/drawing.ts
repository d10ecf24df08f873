import type { AnyConfig, Values } from '@latentsweep/core';
import type { Searcher, SweepDefinition } from '../port.ts';
import { byRun } from './by-run.ts';
import { configSpaceOf } from './config-space.ts';
import { tellerOf } from './teller.ts';

/** So many draws in a row that bring nothing new end the search: what is left has almost no probability. */
const MOST_MISSES = 10_000;
/** Configs remembered to tell new ones from old. Past it the store alone removes duplicates. */
const MOST_REMEMBERED = 2 ** 18;

/** Where the search stands: the next draw, the distinct configs so far, the draws since the last new one. */
const START = { draw: 0, found: 0, misses: 0 };

/**
 * Draws until `limit` distinct configs are found; draw i is what `draw` makes of i, however many are asked for at once.
 * Where the definition has baselines, each comes right before the first draw that is compared with it, and counts as
 * found.
 */
export function drawingSearcher(
  definition: SweepDefinition,
  limit: number,
  draw: (i: number) => Values,
): Searcher {
  const space = configSpaceOf(definition);
  const { someRepeat, keyOf } = tellerOf(definition);
  const seen = new Set<string>();
  let seenUpTo = 0;

  /** Whether no earlier draw brought it. Draws are looked at in order. */
  const isNew = (config: AnyConfig): boolean => {
    const key = keyOf(config);
    if (key === null) return true;
    if (seen.has(key)) return false;
    if (seen.size < MOST_REMEMBERED) seen.add(key);
    return true;
  };
  /** What draw `i` brings: its config, after its baseline; each only if it is new. */
  const newOf = (i: number): AnyConfig[] => {
    const config = space.canonical(draw(i));
    if (!isNew(config)) return [];
    const baseline = definition.baselines && !space.isBaseline(config) ? space.baselineOf(config) : null;
    return baseline && isNew(baseline) ? [baseline, config] : [config];
  };
  const rememberUpTo = (next: number): void => {
    if (seenUpTo > next) {
      seen.clear();
      seenUpTo = 0;
    }
    // A search that goes on at its millionth draw need not draw all of them again.
    const learns = () => someRepeat && seen.size < MOST_REMEMBERED;
    for (; seenUpTo < next && learns(); seenUpTo++) newOf(seenUpTo);
    seenUpTo = next;
  };

  return {
    size: { configs: limit, runs: limit, duplicatesRemoved: 0, valuesRepeated: 0, exact: false },
    learnsFrom: null,
    first: () => [],
    ask({ cursor, atMost }) {
      let { draw: next, found, misses } = (cursor ?? START) as typeof START;
      rememberUpTo(next);
      const configs: AnyConfig[] = [];
      while (configs.length < atMost && found < limit && misses < MOST_MISSES) {
        // The last place is the draw's, without its baseline: a cap is reached, and a higher one only adds.
        const brought = newOf(next++).slice(found - limit);
        seenUpTo = next;
        configs.push(...brought);
        found += brought.length;
        misses = brought.length > 0 ? 0 : misses + 1;
      }
      return {
        configs: byRun(space, configs, (config) => config),
        reasons: null,
        cursor: { draw: next, found, misses },
        exhausted: found >= limit || misses >= MOST_MISSES,
      };
    },
  };
}
