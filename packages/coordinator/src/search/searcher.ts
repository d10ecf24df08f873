import { type AnyConfig, LatentsweepError, type Values } from '@latentsweep/core';
import type { Cursor, Proposals, Searcher, SweepDefinition } from '../port.ts';
import { bayesSearcher } from './bayes/bayes.ts';
import { drawingSearcher } from './drawing.ts';
import { gridSearcher } from './grid.ts';
import { pointsBefore, pointsFirst } from './points.ts';
import { randomDrawer } from './random.ts';
import { sobolDrawer } from './sobol/sobol.ts';
import { configsIn, distinctProduct, plainProduct, spaceOf } from './space.ts';

interface Method {
  /** In words for people, after its name. */
  readonly does: string;
  /** A searcher for at most `limit` configs. */
  create(definition: SweepDefinition, limit: number): Searcher;
}

/** The ways of searching that a sweep file may name. */
export const METHODS: Readonly<Record<string, Method>> = {
  grid: { does: 'tries every combination once', create: wholeGrid },
  random: { does: 'draws until run_cap trials are reached', create: drawing(randomDrawer) },
  sobol: { does: 'draws so that few fill the space evenly', create: drawing(sobolDrawer) },
  bayes: { does: 'proposes where results so far promise most', create: wholeOr(bayesSearcher) },
};

/** Throws LatentsweepError `unknown_method` for a sweep that a newer version recorded. */
export function createSearcher(definition: SweepDefinition): Searcher {
  const method = METHODS[definition.method];
  if (method) return method.create(definition, configLimit(definition));
  throw new LatentsweepError(
    'unknown_method',
    `The sweep searches by the method ${definition.method}, which this version does not know (${Object.keys(METHODS).join(', ')}).`,
    'Update latentsweep.',
  );
}

/** The configs that `run_cap` allows. It bounds trials, and a config is tried with all its replicates or not at all. */
export function configLimit({ runCap, replicates }: SweepDefinition): number {
  return runCap === null ? Infinity : Math.floor(runCap / replicates);
}

/**
 * The first proposals, about `atMost`: of a search that does not learn a fair sample of all, of one that does what it would
 * propose if it learned nothing, which is a sample of its space.
 */
export function sampleOf(searcher: Searcher, atMost: number): Proposals {
  const configs: AnyConfig[] = [];
  for (let cursor: Cursor | null = null; ; ) {
    const question = { cursor, made: configs.length, finished: [], running: [], atMost };
    const answer = searcher.ask(question);
    configs.push(...answer.configs);
    cursor = answer.cursor;
    if (answer.exhausted || configs.length >= atMost) return { ...answer, configs };
  }
}

function wholeGrid(definition: SweepDefinition, limit: number): Searcher {
  const space = spaceOf(definition);
  if (space === null) throw new Error('The grid has a parameter that cannot be enumerated.');
  const points = plainProduct(definition);
  const duplicatesRemoved = points - configsIn(space);
  const valuesRepeated = points - distinctProduct(definition);
  return gridSearcher(space, { duplicatesRemoved, valuesRepeated }, definition.seed, limit);
}

function drawing(drawer: (definition: SweepDefinition) => (i: number) => Values): Method['create'] {
  return wholeOr((definition, limit) =>
    drawingSearcher(definition, limit, pointsFirst(definition, drawer(definition))),
  );
}

/** Over a discrete space that has no more configs than are wanted any search is the whole of it: enumerated. */
function wholeOr(create: Method['create']): Method['create'] {
  return (definition, limit) => {
    const space = spaceOf(definition);
    if (space === null || configsIn(space) > limit) return create(definition, limit);
    const whole = gridSearcher(space, { duplicatesRemoved: 0, valuesRepeated: 0 }, definition.seed, limit);
    return pointsBefore(whole, definition);
  };
}
