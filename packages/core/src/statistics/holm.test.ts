import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from './holm.ts';

test('is the least p value times their number, then times one fewer, and never falls', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([0.9, 0.8])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test('is at least the p value, at most Bonferroni’s, and in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }), (given) => {
      const adjusted = holm(given);
      adjusted.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(given[i]!);
        expect(p).toBeLessThanOrEqual(Math.min(1, given[i]! * given.length));
        adjusted.forEach((other, j) => {
          if (given[i]! < given[j]!) expect(p).toBeLessThanOrEqual(other);
        });
      });
    }),
  );
});
