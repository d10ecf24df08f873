import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digamma, inverseTrigamma, trigamma } from './polygamma.ts';

// SciPy 1.17.1's digamma and polygamma(1, x).
test.each([
  [0.1, -10.423754940411076, 101.43329915079275],
  [0.5, -1.9635100260214235, 4.93480220054468],
  [1, -0.5772156649015329, 1.6449340668482266],
  [2.5, 0.7031566406452432, 0.4903577561002349],
  [7.3, 1.917820335637986, 0.14679576813142703],
  [40, 3.6763273740348428, 0.025315103841291032],
  [10_000, 9.21029037114285, 0.00010000500016666666],
])('at %d they are what SciPy says', (x, first, second) => {
  expect(Math.abs(digamma(x) / first - 1)).toBeLessThan(1e-12);
  expect(Math.abs(trigamma(x) / second - 1)).toBeLessThan(1e-12);
});

test('the inverse gives back what went in, over all magnitudes', () => {
  fc.assert(
    fc.property(fc.integer({ min: -60, max: 60 }), fc.double({ min: 1, max: 2, noNaN: true }), (k, m) => {
      const x = m * 2 ** (k / 3);
      expect(Math.abs(inverseTrigamma(trigamma(x)) / x - 1)).toBeLessThan(1e-9);
    }),
  );
});
