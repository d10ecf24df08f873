import type { AnyConfig } from '@latentsweep/core';
import type { Searcher, SearchSize } from '../port.ts';
import { permutation } from './permutation.ts';
import { configsIn, configsOfEachRun, configsOfRun, fixedInRun, type Space } from './space.ts';

/** Runs that are looked through for those to begin with: a grid may have millions. */
const MOST_LOOKED_THROUGH = 10_000;

/**
 * Every config of `space` once, run by run, in an order shuffled by the seed, so that a part of it is a fair sample.
 * The cursor is the number of runs that have been proposed, and of configs where runs differ in how many they have; at
 * most `limit` configs are. `lost`: what the space lacks of the plain product.
 */
export function gridSearcher(
  space: Space,
  lost: Pick<SearchSize, 'duplicatesRemoved' | 'valuesRepeated'>,
  seed: number,
  limit: number,
): Searcher {
  const order = permutation(space.runs, seed);
  const each = configsOfEachRun(space);
  const end = each === null ? space.runs : Math.min(space.runs, Math.ceil(limit / each));
  const configsAt = (run: number, before: number) =>
    configsOfRun(space, order(run)).slice(0, Math.max(0, limit - before));
  const compares =
    space.branches.length > 1 && space.branches.some(({ fixed }) => space.configs.isBaseline(fixed));
  return {
    size: { configs: configsIn(space), runs: space.runs, ...lost, exact: true },
    first(atMost) {
      const configs: AnyConfig[] = [];
      const last = compares ? Math.min(end, MOST_LOOKED_THROUGH) : 0;
      let before = 0;
      for (let run = 0; run < last && configs.length < atMost && before < limit; run++) {
        if (space.configs.isBaseline(fixedInRun(space, order(run)))) configs.push(...configsAt(run, before));
        before += each ?? configsOfRun(space, order(run)).length;
      }
      return configs;
    },
    learnsFrom: null,
    ask({ cursor, atMost }) {
      let run = cursor === null ? 0 : Number(cursor['run']);
      const proposed = each === null ? Number(cursor?.['proposed'] ?? 0) : run * each;
      const configs: AnyConfig[] = [];
      while (run < end && configs.length < atMost && proposed + configs.length < limit) {
        configs.push(...configsAt(run++, proposed + configs.length));
      }
      const all = proposed + configs.length;
      const exhausted = run >= end || all >= limit;
      return { configs, reasons: null, cursor: each === null ? { run, proposed: all } : { run }, exhausted };
    },
  };
}
