import type { Searcher, SweepDefinition } from '../port.ts';
import { gridSearcher } from './grid.ts';
import { randomSearcher } from './random.ts';
import { distinctProduct, plainProduct, spaceOf } from './space.ts';

/** The configs that `run_cap` allows. It bounds trials, and a config is tried with all its replicates or not at all. */
export function configLimit({ runCap, replicates }: SweepDefinition): number {
  return runCap === null ? Infinity : Math.floor(runCap / replicates);
}

/**
 * The searcher of a sweep's method. A random search over a discrete space that has no more configs than are wanted
 * is the whole of it, so it is enumerated.
 */
export function createSearcher(definition: SweepDefinition): Searcher {
  const limit = configLimit(definition);
  const space = spaceOf(definition);
  const configs = space === null ? Infinity : space.runs * space.milestones.count;
  if (space !== null && (definition.method === 'grid' || configs <= limit)) {
    const grid = definition.method === 'grid';
    const points = grid ? plainProduct(definition) : configs;
    const repeated = grid ? points - distinctProduct(definition) : 0;
    const size = { configs, runs: space.runs, duplicates: points - configs, repeated, exact: true };
    return gridSearcher(space, size, definition.seed, limit);
  }
  if (definition.method === 'grid') throw new Error('The grid has a parameter that cannot be enumerated.');
  return randomSearcher(definition, limit);
}
