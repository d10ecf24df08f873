import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allot } from './shares.ts';

test('rows of a small class', () => {
  const of = (count: number) => allot(count, [0.6, 0.2, 0.2]);
  expect([1, 2, 3, 4, 5, 10].map(of)).toEqual([
    [1, 0, 0],
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 1],
    [3, 1, 1],
    [6, 2, 2],
  ]);
  expect(allot(7, [0.8, 0, 0.2])).toEqual([6, 0, 1]);
  expect(allot(3, [0.1, 0.1, 0.8])).toEqual([1, 1, 1]);
  expect(allot(1, [0.1, 0.1, 0.8])).toEqual([1, 0, 0]);
});

test('the shares hold to a row, and sum to all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 98 }), (count, percent) => {
      const shares = [percent / 100, 0.01, 0.99 - percent / 100];
      const rows = allot(count, shares);
      expect(rows[0]! + rows[1]! + rows[2]!).toBe(count);
      if (count >= 100) expect(Math.abs(rows[0]! - shares[0]! * count)).toBeLessThan(1.001);
    }),
  );
});
