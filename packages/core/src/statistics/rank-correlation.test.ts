import { expect, test } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

test('orders that agree, that are each other’s reverse, and that have nothing to do with one another', () => {
  expect(
    rankCorrelation([
      [1, 10],
      [2, 11],
      [3, 500],
    ]),
  ).toBe(1);
  expect(
    rankCorrelation([
      [1, 3],
      [2, 2],
      [3, -8],
    ]),
  ).toBe(-1);
  expect(
    rankCorrelation([
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ]),
  ).toBe(0);
});

test('shared ranks are their mean', () => {
  // Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
  expect(
    rankCorrelation([
      [1, 1],
      [2, 2],
      [2, 3],
      [3, 4],
    ]),
  ).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
});

test('there is none of two pairs, nor of values that are all the same', () => {
  expect(
    rankCorrelation([
      [1, 2],
      [2, 3],
    ]),
  ).toBeNull();
  expect(
    rankCorrelation([
      [1, 2],
      [1, 3],
      [1, 4],
    ]),
  ).toBeNull();
});
