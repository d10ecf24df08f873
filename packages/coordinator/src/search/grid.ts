import { type Config, isBaseline } from '@latentsweep/core';
import type { Searcher, SearchSize } from '../port.ts';
import { permutation } from './permutation.ts';
import { configsIn, configsOfRun, fixedInRun, type Space } from './space.ts';

/** Runs that are looked through for those to begin with: a grid may have millions. */
const MOST_LOOKED_THROUGH = 10_000;

/**
 * Every config of `space` once, run by run, in an order shuffled by the seed, so that a part of it is a fair sample.
 * The cursor is the number of runs that have been proposed; at most `limit` configs are. `lost`: what the space lacks of
 * the plain product.
 */
export function gridSearcher(
  space: Space,
  lost: Pick<SearchSize, 'duplicatesRemoved' | 'valuesRepeated'>,
  seed: number,
  limit: number,
): Searcher {
  const order = permutation(space.runs, seed);
  const milestones = space.milestones.count;
  const end = Math.min(space.runs, Math.ceil(limit / milestones));
  const configsAt = (run: number) => configsOfRun(space, order(run)).slice(0, limit - run * milestones);
  const compares = space.branches.length > 1 && space.branches.some(({ fixed }) => isBaseline(fixed));
  return {
    size: { configs: configsIn(space), runs: space.runs, ...lost, exact: true },
    first(atMost) {
      const configs: Config[] = [];
      const last = compares ? Math.min(end, MOST_LOOKED_THROUGH) : 0;
      for (let run = 0; run < last && configs.length < atMost; run++) {
        if (isBaseline(fixedInRun(space, order(run)))) configs.push(...configsAt(run));
      }
      return configs;
    },
    learnsFrom: null,
    ask({ cursor, atMost }) {
      let run = cursor === null ? 0 : Number(cursor['run']);
      const configs: Config[] = [];
      while (run < end && configs.length < atMost) {
        configs.push(...configsAt(run++));
      }
      return { configs, reasons: null, cursor: { run }, exhausted: run >= end };
    },
  };
}
