import { canonicalConfig } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FinishedConfig } from '../port.ts';
import { chosenOf, spreadOver } from './chosen.ts';

const config = canonicalConfig({});

test('places are spread evenly, and those that stay stay the same', () => {
  expect(spreadOver(0, 4)).toEqual([]);
  expect(spreadOver(4, 4)).toEqual([0, 1, 2, 3]);
  expect(spreadOver(5, 4)).toEqual([0, 2, 4]);
  expect(spreadOver(9, 4)).toEqual([0, 4, 8]);
  expect(spreadOver(100_000, 100)).toHaveLength(98);
  expect(spreadOver(100, 0)).toEqual([]);
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 300 }), (count, most) => {
      const places = spreadOver(count, most);
      expect(places.length).toBeLessThanOrEqual(most);
      expect(places.length).toBeGreaterThanOrEqual(Math.min(count, Math.ceil(most / 2)));
      const more = new Set(spreadOver(count, 2 * most));
      expect(places.every((place) => more.has(place))).toBe(true);
    }),
  );
});

test('the choice depends on results and places, not on order, nor on what else is given', () => {
  const all = fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { maxLength: 60 });
  fc.assert(
    fc.property(all, fc.nat(10), fc.nat(10), (means, best, spread) => {
      const known = means.map((mean, place): FinishedConfig => {
        return { place, config, mean, sd: null, n: mean === null ? 0 : 1, violation: 0 };
      });
      const chosen = chosenOf(known, known.length, { best, spread });
      expect(chosen.length).toBeLessThanOrEqual(best + spread);
      expect(chosenOf(known.toReversed(), known.length, { best, spread })).toEqual(chosen);
      expect(chosenOf(chosen, known.length, { best, spread })).toEqual(chosen);
      const left = known.filter((one) => !chosen.includes(one) && one.mean !== null);
      const worst = Math.min(
        ...chosen
          .flatMap(({ mean }) => mean ?? [])
          .toSorted((a, b) => b - a)
          .slice(0, best),
      );
      expect(left.every(({ mean }) => mean! <= worst)).toBe(true);
    }),
  );
});
