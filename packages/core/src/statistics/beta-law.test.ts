import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betaBelow, betaQuantile } from './beta-law.ts';

// Both held against scipy.stats.beta of SciPy 1.17.1.
test.each([
  [0.3, 2, 3, 0.3483],
  [0.01, 0.5, 0.5, 0.06376856085851985],
  [0.99, 0.5, 0.5, 0.9362314391414803],
  [0.2, 1, 5, 0.67232],
  [0.5, 30, 20, 0.07620388598073902],
  [0.999, 0.01, 3, 0.9999999999966139],
  [0, 2, 3, 0],
  [1, 2, 3, 1],
])('below %d of Beta(%d, %d) lies %d', (x, a, b, share) => {
  expect(betaBelow(x, a, b)).toBeCloseTo(share, 12);
});

test.each([
  [0.1, 2, 3, 0.14255931671003072],
  [0.9, 0.5, 0.5, 0.9755282581475768],
  [0.5, 1, 5, 0.12944943670387585],
  [0.01, 30, 20, 0.4365517858547335],
])('with chance %d a Beta(%d, %d) lies below %d', (p, a, b, x) => {
  expect(betaQuantile(p, a, b)).toBeCloseTo(x, 12);
});

test('they are each other’s inverse', () => {
  const shape = fc.double({ min: 0.3, max: 50, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (p, a, b) => {
      expect(betaBelow(betaQuantile(p, a, b), a, b)).toBeCloseTo(p, 7);
    }),
  );
});
