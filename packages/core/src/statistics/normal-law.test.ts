import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalBelow, normalQuantile } from './normal-law.ts';

// Both held against scipy.stats.norm of SciPy 1.17.1.
test.each([
  [-40, 0],
  [-20, 2.7536241186061556e-89],
  [-8, 6.22096057427174e-16],
  [-3, 0.0013498980316300933],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1.96, 0.9750021048517795],
  [5, 0.9999997133484281],
])('below %d lies %d of a normal', (x, share) => {
  expect(Math.abs(normalBelow(x) - share)).toBeLessThanOrEqual(Math.min(1e-15, 1e-7 * share));
});

test.each([
  [1e-300, -37.0470962993612],
  [1e-12, -7.034483825301131],
  [1e-6, -4.753424308822899],
  [0.025, -1.9599639845400545],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.999999, 4.753424308817087],
])('with chance %d a normal lies below %d', (p, x) => {
  expect(normalQuantile(p)).toBeCloseTo(x, 12);
});

test('they are each other’s inverse, and infinite at the ends', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), (p) => {
      expect(normalBelow(normalQuantile(p))).toBeCloseTo(p, 12);
    }),
  );
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect([normalBelow(-Infinity), normalBelow(Infinity)]).toEqual([0, 1]);
});
