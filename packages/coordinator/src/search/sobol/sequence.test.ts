import { PARAMETERS } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_DIMENSIONS, scrambled, sobol } from './sequence.ts';

const word = fc.nat(2 ** 32 - 1);
const points = (count: number, from: number, dimension: number, seed: number | null) =>
  Array.from({ length: count }, (_, i) => {
    const bits = sobol(dimension, from + i);
    return (seed === null ? bits : scrambled(bits, seed)) / 2 ** 32;
  });

test('a parameter of any sweep has a dimension of its own; there is none beyond', () => {
  expect(PARAMETERS.length).toBeLessThanOrEqual(MOST_DIMENSIONS);
  expect(() => sobol(MOST_DIMENSIONS, 0)).toThrow(RangeError);
});

describe('scrambled or not', () => {
  const seed = fc.option(word);
  const block = fc.integer({ min: 0, max: 1000 });

  test('each 2^m points in a row lie one in each 2^-m of every dimension', () => {
    fc.assert(
      fc.property(
        fc.nat(MOST_DIMENSIONS - 1),
        fc.integer({ min: 0, max: 9 }),
        block,
        seed,
        (d, m, at, by) => {
          const count = 2 ** m;
          const cells = points(count, at * count, d, by).map((x) => Math.floor(x * count));
          expect(new Set(cells).size).toBe(count);
        },
      ),
    );
  });

  test('in the first two dimensions they lie one in each box of volume 2^-m', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), block, seed, seed, (m, at, first, second) => {
        const count = 2 ** m;
        const xs = points(count, at * count, 0, first);
        const ys = points(count, at * count, 1, second);
        for (let a = 0; a <= m; a++) {
          const boxes = xs.map((x, i) => [Math.floor(x * 2 ** a), Math.floor(ys[i]! * 2 ** (m - a))].join());
          expect(new Set(boxes).size).toBe(count);
        }
      }),
    );
  });
});

describe('scrambling', () => {
  test('keeps what two numbers have in common, and where they begin to differ', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, seed) => {
        expect(Math.clz32(scrambled(a, seed) ^ scrambled(b, seed))).toBe(Math.clz32(a ^ b));
      }),
    );
  });

  test('makes each number uniform over the seeds', () => {
    for (const bits of [0, 1, 2 ** 31, 0xdeadbeef]) {
      const counts = new Array<number>(16).fill(0);
      for (let i = 0; i < 8000; i++) counts[scrambled(bits, Math.imul(i + 1, 0x9e3779b1) >>> 0) >>> 28]!++;
      const chiSquare = counts.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
      // The 99.9% point of chi-square with 15 degrees of freedom.
      expect(chiSquare).toBeLessThan(37.7);
    }
  });
});

test('its points are those that are published', () => {
  // SciPy 1.17.1's, whose n-th is number n ^ n / 2 here: Gray's order.
  const dimensions = [0, 1, 2, 9, 31, 63];
  const published: readonly (readonly [n: number, bits: readonly number[]])[] = [
    [1, [2147483648, 2147483648, 2147483648, 2147483648, 2147483648, 2147483648]],
    [2, [3221225472, 1073741824, 1073741824, 3221225472, 1073741824, 3221225472]],
    [3, [1073741824, 3221225472, 3221225472, 1073741824, 3221225472, 1073741824]],
    [6, [2684354560, 536870912, 3758096384, 1610612736, 1610612736, 3758096384]],
    [13, [3489660928, 2952790016, 3489660928, 1879048192, 1879048192, 268435456]],
  ];
  for (const [n, bits] of published) expect(dimensions.map((d) => sobol(d, n ^ (n >> 1)))).toEqual(bits);
});
