import type { AnyConfig, Values } from '@latentsweep/core';
import type { Searcher, SweepDefinition } from '../port.ts';
import { byRun } from './by-run.ts';
import { configSpaceOf } from './config-space.ts';
import { has, narrowed } from './narrow.ts';
import { randomDrawer } from './random.ts';

/** What a search tries before all else: one config for each baseline of the file, and its points. */
export const givenFirst = ({ baseline = [], points = [] }: SweepDefinition): readonly Values[] => [
  ...baseline,
  ...points,
];

/** Draws anew of what a point leaves out, until something is drawn that leaves its own values a meaning. */
const MOST_REDRAWN = 200;

/**
 * Draws of which the first have the values of the file's points, what these do not name being drawn, by the file's rules: an arm
 * that ignores one of the values is drawn again.
 */
export function pointsFirst(definition: SweepDefinition, draw: (i: number) => Values): (i: number) => Values {
  const space = configSpaceOf(definition);
  const points = givenFirst(definition);
  const narrow = narrowed(definition);
  const again = randomDrawer(definition);
  return (i) => {
    const point = points[i];
    if (point === undefined) return narrow(draw(i));
    const first = narrow({ ...draw(i), ...point });
    let values = first;
    // Draws of their own: none of the search's has such a number.
    for (let k = 1; k <= MOST_REDRAWN && !has(space.canonical(values), point); k++) {
      values = narrow({ ...again(k * 2 ** 32 + i), ...point });
    }
    return has(space.canonical(values), point) ? values : first;
  };
}

/** A search that tries its whole space, with the file's points in its first answer. */
export function pointsBefore(searcher: Searcher, definition: SweepDefinition): Searcher {
  const points = givenFirst(definition);
  if (points.length === 0) return searcher;
  const space = configSpaceOf(definition);
  const given = pointsFirst(definition, randomDrawer(definition));
  const configs = new Map<string, AnyConfig>();
  for (const i of points.keys()) {
    const config = space.canonical(given(i));
    configs.set(space.hash(config), config);
  }
  return {
    ...searcher,
    first: () => [],
    ask(question) {
      const answer = searcher.ask(question);
      const others = answer.configs.filter((config) => !configs.has(space.hash(config)));
      const first = question.cursor === null ? [...configs.values()] : [];
      return { ...answer, configs: byRun(space, [...first, ...others], (config) => config) };
    },
  };
}
