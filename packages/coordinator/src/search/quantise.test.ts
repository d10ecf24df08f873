import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimals, quantise, stepped, stepsBetween } from './quantise.ts';

test.each([
  [1, 0],
  [0.1, 1],
  [0.05, 2],
  [1e-7, 7],
  [1.5e-7, 8],
  [1e21, 0],
  [-2.25, 2],
])('%d has %d decimals', (x, expected) => {
  expect(decimals(x)).toBe(expected);
});

test('multiples of 0.1 are the numbers that people write', () => {
  const written = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  expect(written.map((_, k) => stepped(0, k, 0.1))).toEqual(written);
  expect(written.map((x) => quantise(x + 0.04, 0.1))).toEqual(written);
});

test('no value is -0', () => {
  expect(Object.is(quantise(-0.1, 1), 0)).toBe(true);
});

test('quantise is round(x / q) * q, to the last bits', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.constantFrom(0.001, 0.05, 0.1, 0.25, 1, 2, 7, 1000),
      (x, q) => {
        expect(Math.abs(quantise(x, q) - Math.round(x / q) * q)).toBeLessThanOrEqual(
          Math.abs(x) * 1e-15 + 1e-300,
        );
      },
    ),
  );
});

test.each([
  [0, 1, 0.1, 10],
  [0.1, 0.7, 0.1, 6],
  [1, 10, 4, 2],
  [5, 5, 1, 0],
])('from %d to %d in steps of %d: %d', (min, max, q, steps) => {
  expect(stepsBetween(min, max, q)).toBe(steps);
});
