import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SweepName } from '../port.ts';
import { meant, wordOf, wordsOf } from './meant.ts';
import { freeSlug } from './slug.ts';

/** Sweeps of these names, recorded one after another; ids from 1. */
function recorded(names: readonly string[]): SweepName[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const slug = freeSlug(name, taken);
    taken.add(slug);
    return { id: i + 1, slug, name };
  });
}

const ids = (word: string, names: readonly string[]) => meant(word, recorded(names)).map(({ id }) => id);

test.each([
  ['the newest of a name, though the oldest has it as its slug', 'ext', ['ext', 'ext', 'ext'], [3, 2, 1]],
  ['an older one by its id', '1', ['ext', 'ext'], [1]],
  ['a numbered slug', 'ext_2', ['ext', 'ext', 'ext'], [2]],
  ['a name that is spelled as a numbered slug', 'ext_2', ['ext', 'ext', 'ext_2'], [3, 2]],
  ['a name with blanks', 'Deck Mixing', ['Deck Mixing', 'Deck Mixing'], [2, 1]],
  ['a name with blanks by its slug', 'deck_mixing', ['Deck Mixing', 'Deck Mixing'], [2, 1]],
  ['a spelling before another that makes the same slug', 'ext', ['ext', 'EXT'], [1, 2]],
  ['an id before a name', '2', ['2', 'other', '2'], [2, 3, 1]],
  ['a number that is no id: a name', '2024', ['other', '2024'], [2]],
  ['no id with zeros before it', '01', ['other'], []],
  ['nothing', 'exx', ['ext'], []],
])('a word means %s', (_, word, names, expected) => {
  expect(ids(word, names)).toEqual(expected);
});

const NAMES = fc.array(
  fc.oneof(fc.constantFrom('ext', 'EXT', 'ext 2', 'ext_2', '1', '2', '3'), fc.string({ maxLength: 5 })),
  { minLength: 1, maxLength: 9 },
);

test('the word for a sweep means that sweep, its id does always, and a name never means an older one of it', () => {
  fc.assert(
    fc.property(NAMES, fc.nat(), (names, removed) => {
      const sweeps = recorded(names).filter(({ id }) => names.length === 1 || id !== removed % names.length);
      const isId = (word: string) => sweeps.some(({ id }) => String(id) === word);
      const wordFor = wordsOf(sweeps);
      for (const sweep of sweeps) {
        expect(wordFor(sweep)).toBe(wordOf(sweep, sweeps));
        expect(meant(wordOf(sweep, sweeps), sweeps)[0]).toBe(sweep);
        expect(meant(String(sweep.id), sweeps)[0]).toBe(sweep);
        const same = sweeps.filter(({ name }) => name === sweep.name);
        if (!isId(sweep.name)) expect(meant(sweep.name, sweeps)[0]).toBe(same.at(-1));
        expect(meant(sweep.slug, sweeps)).toContain(sweep);
      }
    }),
  );
});
