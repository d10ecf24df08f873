import { InputError } from '@latentsweep/core';
import type { KnownSweep, Reading, SampleSize } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { drawnOf } from './drawn.ts';

const sweep = { id: 7, slug: 'deck', word: 'deck', metric: 'test_accuracy', goal: 'maximize' } as KnownSweep;
const size = (given: Partial<SampleSize>): SampleSize => ({
  shown: 5,
  of: 5,
  estimated: false,
  infinite: 0,
  breaking: 0,
  asked: null,
  ...given,
});

const COUNTS = { completed: 9, diverged: 0, failed: 0, quarantined: 0 };
const storeWith = (given: Partial<Reading> = {}) =>
  ({ sweep: async () => sweep, counts: async () => COUNTS, ...given }) as unknown as Reading;

test('what is left out, sampled or only asked of some is said', async () => {
  const notes = async (given: Partial<SampleSize>, by?: string) =>
    (await drawnOf(storeWith(), sweep, { figure: 'edf', by }, size(given), ['First.'])).notes;
  expect(await notes({})).toEqual(['First.']);
  // The figure itself says "a sample of".
  expect(await notes({ shown: 2 })).toEqual(['First.']);
  expect(await notes({ breaking: 2 })).toEqual(['First.', 'Left out: 2 configs that break a constraint.']);
  expect(await notes({ infinite: 1 })).toEqual([
    'First.',
    'Left out: 1 config whose mean of test_accuracy is infinite.',
  ]);
  expect(await notes({ asked: 10_000 })).toEqual([
    'First.',
    'The condition was asked of a sample of 10,000 configs.',
  ]);
  expect(await notes({}, 'test_f1')).toEqual(['First.']);
  expect(await notes({ shown: 2 }, 'test_f1')).toEqual([
    'First.',
    expect.stringContaining('a sample of 2 configs'),
  ]);
});

test('whether more is better is the goal’s of the sweep’s metric, and the catalogue’s of others', async () => {
  const maximize = async (of: KnownSweep, by?: string) =>
    (await drawnOf(storeWith(), of, { figure: 'edf', by }, size({}))).maximize;
  expect(await maximize(sweep)).toBe(true);
  expect(await maximize({ ...sweep, goal: 'minimize' })).toBe(false);
  expect([await maximize(sweep, 'test_log_loss'), await maximize(sweep, 'val_f1')]).toEqual([false, true]);
});

test.each<[string, Partial<SampleSize>, Partial<Reading>, string]>([
  [
    'broken constraints alone',
    { breaking: 3 },
    {},
    'All 3 configs that meet the condition break a constraint.',
  ],
  ['infinite means alone', { infinite: 5 }, {}, 'The mean of test_accuracy is infinite in all configs.'],
  [
    'a rare condition',
    { asked: 10_000 },
    {},
    'None of a fair sample of 10,000 configs meets the condition "n > 1".',
  ],
  [
    'a sweep that was removed meanwhile',
    {},
    {
      sweep: () =>
        Promise.reject(new InputError('unknown_sweep', 'No sweep has the id 7.', 'See `sweep list`.')),
    },
    'No sweep has the id 7.',
  ],
])('nothing is drawn of %s', async (_, given, store, message) => {
  const drawn = drawnOf(
    storeWith(store),
    sweep,
    { figure: 'edf', where: 'n > 1' },
    size({ shown: 0, ...given }),
  );
  await expect(drawn).rejects.toMatchObject({ message, hint: expect.stringMatching(/./) });
});
