import type { SweepName } from '../port.ts';
import { slugOf } from './slug.ts';

/**
 * The sweeps that a word may mean, the one that it does mean first:
 *
 * 1. the one with that id: ids are numbers, and always work;
 * 2. those of that name, as the file spells it, the newest first;
 * 3. those whose name is spelled so in a slug, the newest first;
 * 4. the one with that slug (`ext_2`: the second of the name `ext`).
 */
export function meant<Name extends SweepName>(word: string, sweeps: readonly Name[]): Name[] {
  const newestFirst = sweeps.toSorted((a, b) => b.id - a.id);
  const found = [
    newestFirst.filter(({ id }) => String(id) === word),
    newestFirst.filter(({ name }) => name === word),
    newestFirst.filter(({ name }) => slugOf(name) === word),
    newestFirst.filter(({ slug }) => slug === word),
  ];
  return [...new Set(found.flat())];
}

/** The word that means this one of the sweeps: its slug, or its id where the slug means another. */
export function wordOf({ id, slug }: SweepName, sweeps: readonly SweepName[]): string {
  return meant(slug, sweeps)[0]?.id === id ? slug : String(id);
}

/** The same for many sweeps: each name is looked at once. */
export function wordsOf(sweeps: readonly SweepName[]): (sweep: SweepName) => string {
  const oldestFirst = sweeps.toSorted((a, b) => a.id - b.id);
  const keys = [
    ({ id }: SweepName) => String(id),
    ({ name }: SweepName) => name,
    ({ name }: SweepName) => slugOf(name),
  ].map((key) => new Map(oldestFirst.map((sweep) => [key(sweep), sweep.id])));
  return ({ id, slug }) => {
    const meantId = keys.map((ids) => ids.get(slug)).find((found) => found !== undefined) ?? id;
    return meantId === id ? slug : String(id);
  };
}
