import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allot } from './shares.ts';

test('rows of a small class', () => {
  const of = (count: number) => allot(count, { train: 0.6, validation: 0.2, test: 0.2 });
  expect([1, 2, 3, 4, 5, 10].map(of)).toEqual([
    [1, 0, 0],
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 1],
    [3, 1, 1],
    [6, 2, 2],
  ]);
  expect(allot(7, { train: 0.8, validation: 0, test: 0.2 })).toEqual([6, 0, 1]);
  expect(allot(3, { train: 0.1, validation: 0.1, test: 0.8 })).toEqual([1, 1, 1]);
  expect(allot(1, { train: 0.1, validation: 0.1, test: 0.8 })).toEqual([1, 0, 0]);
});

test('the shares hold to a row, and sum to all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 98 }), (count, percent) => {
      const shares = { train: percent / 100, validation: 0.01, test: 0.99 - percent / 100 };
      const rows = allot(count, shares);
      expect(rows[0]! + rows[1]! + rows[2]!).toBe(count);
      if (count >= 100) expect(Math.abs(rows[0]! - shares.train * count)).toBeLessThan(1.001);
    }),
  );
});
