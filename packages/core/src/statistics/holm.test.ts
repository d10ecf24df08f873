import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm, holmSidak } from './holm.ts';

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

test('by Sidak: worked by hand, with the digits of small ones', () => {
  const adjusted = holmSidak([0.5, 0.1, 1e-20]);
  expect(adjusted[0]).toBeCloseTo(0.5, 15);
  expect(adjusted[1]).toBeCloseTo(0.19, 15);
  expect(adjusted[2]! / 3e-20).toBeCloseTo(1, 12);
  expect(holmSidak([1, 0, 1])).toEqual([1, 0, 1]);
});

test('by Sidak none is above what it is by Holm, and all are in the same order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 300 }), (given) => {
      const [plain, lower] = [holm(given), holmSidak(given)];
      lower.forEach((p, i) => {
        expect(p).toBeLessThanOrEqual(plain[i]! * (1 + 1e-12));
        expect(p).toBeGreaterThanOrEqual(given[i]! * (1 - 1e-12));
        if (i > 0 && given[i]! > given[i - 1]!) expect(p).toBeGreaterThanOrEqual(lower[i - 1]!);
      });
    }),
  );
});
