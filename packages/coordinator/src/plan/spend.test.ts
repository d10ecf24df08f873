import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksOf, spendUpTo } from './spend.ts';

test('a race that spends looks again at all replicates, at twice and at four times as many', () => {
  expect(looksOf({ race: { rungs: [2, 4], spend: true }, replicates: 8 })).toEqual([2, 4, 8, 16, 32]);
  expect(looksOf({ race: { rungs: [2, 4] }, replicates: 8 })).toEqual([2, 4]);
  expect(looksOf({ replicates: 8 })).toEqual([]);
});

test.each([
  ['as many again', { rung: 8, left: 100, alive: 5, tied: 2 }, 16],
  ['what is left pays for', { rung: 8, left: 19, alive: 5, tied: 2 }, 11],
  ['nothing where too little is left', { rung: 8, left: 4, alive: 5, tied: 2 }, 8],
  ['nothing where none is tied', { rung: 8, left: 100, alive: 5, tied: 0 }, 8],
])('those that are left get %s', (_, of, upTo) => {
  expect(spendUpTo(of)).toBe(upTo);
});

test('more is never spent than is left', () => {
  const some = fc.nat(1000);
  fc.assert(
    fc.property(some, some, fc.integer({ min: 1, max: 1000 }), some, (rung, left, alive, tied) => {
      const more = spendUpTo({ rung, left, alive, tied }) - rung;
      expect(more).toBeGreaterThanOrEqual(0);
      expect(more * alive).toBeLessThanOrEqual(left);
    }),
  );
});
