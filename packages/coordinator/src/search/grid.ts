import type { Config } from '@latentsweep/core';
import type { Searcher, SearchSize } from '../port.ts';
import { permutation } from './permutation.ts';
import { configsOfRun, type Space } from './space.ts';

/**
 * Every config of `space` once, run by run, in an order shuffled by the seed, so that a part of it is a fair sample.
 * The cursor is the number of runs that have been proposed; at most `limit` configs are.
 */
export function gridSearcher(space: Space, size: SearchSize, seed: number, limit: number): Searcher {
  const order = permutation(space.runs, seed);
  const milestones = space.milestones.count;
  const end = Math.min(space.runs, Math.ceil(limit / milestones));
  return {
    size,
    ask(cursor, atMost) {
      let run = cursor === null ? 0 : Number(cursor['run']);
      const configs: Config[] = [];
      while (run < end && configs.length < atMost) {
        configs.push(...configsOfRun(space, order(run)).slice(0, limit - run * milestones));
        run++;
      }
      return { configs, cursor: { run }, exhausted: run >= end };
    },
    tell() {},
  };
}
