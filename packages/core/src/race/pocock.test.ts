import { expect, test } from 'vitest';
import { normalExceeded } from '../statistics/normal.ts';
import { pocockLevel } from './pocock.ts';

// Jennison and Turnbull, Group Sequential Methods, table 2.1: two-sided at twice the level, which is all but the same.
test.each([
  [0.05, 2, 1.875],
  [0.05, 3, 1.992],
  [0.05, 5, 2.122],
  [0.05, 10, 2.27],
  [0.025, 2, 2.178],
  [0.025, 3, 2.289],
  [0.025, 5, 2.413],
  [0.025, 10, 2.555],
])('at %d over %d even looks each has the level beyond %d', (level, looks, bound) => {
  const even = Array.from({ length: looks }, (_, i) => i + 1);
  expect(normalExceeded(pocockLevel(even, level))).toBeCloseTo(bound, 1);
  expect(Math.abs(normalExceeded(pocockLevel(even, level)) - bound)).toBeLessThan(0.006);
});

test('one look has the whole level, more of them less each, but more than their share', () => {
  expect(pocockLevel([2], 0.05)).toBe(0.05);
  let before = 0.05;
  for (const looks of [
    [2, 4],
    [2, 4, 8],
    [2, 4, 8, 16],
  ]) {
    const level = pocockLevel(looks, 0.05);
    expect(level).toBeLessThan(before);
    expect(level).toBeGreaterThan(0.05 / looks.length);
    before = level;
  }
});

test('only the ratios of the looks count, and looks that are alike cost little', () => {
  expect(pocockLevel([2, 4, 8], 0.05)).toBeCloseTo(pocockLevel([1, 2, 4], 0.05), 12);
  expect(pocockLevel([9, 10], 0.05)).toBeGreaterThan(pocockLevel([2, 10], 0.05));
});
