import { expect, test } from 'vitest';
import { binned } from './binned.ts';

test('numbers stand in their order, choices by how many have them', () => {
  expect(binned([3, 1, null, 2, 1], 16)).toEqual({
    codes: Int8Array.of(2, 0, -1, 1, 0),
    bins: 3,
    ordered: true,
  });
  expect(binned(['b', 'a', 'b', null], 16)).toEqual({
    codes: Int8Array.of(0, 1, 0, -1),
    bins: 2,
    ordered: false,
  });
});

test('more numbers are cut into bins of equally many, and the rarest choices share one', () => {
  const { codes, bins } = binned(
    Array.from({ length: 100 }, (_, i) => 99 - i),
    4,
  );
  expect(bins).toBe(4);
  expect([0, 1, 2, 3].map((bin) => codes.filter((code) => code === bin).length)).toEqual([25, 25, 25, 25]);
  expect(codes[0]).toBe(3);
  expect(binned(['a', 'a', 'a', 'b', 'b', 'c', 'd'], 3).codes).toEqual(Int8Array.of(0, 0, 0, 1, 1, 2, 2));
});
