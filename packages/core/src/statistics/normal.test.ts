import { expect, test } from 'vitest';
import { expectedMaximum, normalExceeded } from './normal.ts';

test.each([
  // scipy.stats.norm.isf
  [0.025, 1.95996398],
  [0.001, 3.09023231],
  [1e-6, 4.75342431],
  [0.5, 0],
  [0.975, -1.95996398],
])('a normal exceeds with chance %d', (p, value) => {
  expect(Math.abs(normalExceeded(p) - value)).toBeLessThan(4.5e-4);
});

test.each([
  // Means of 20,000 maxima drawn by NumPy.
  [1, 0],
  [2, 0.567],
  [5, 1.164],
  [10, 1.541],
  [100, 2.507],
  [1000, 3.243],
])('the greatest of %d normals is %d on average', (n, mean) => {
  expect(Math.abs(expectedMaximum(n) - mean)).toBeLessThan(0.03);
});
