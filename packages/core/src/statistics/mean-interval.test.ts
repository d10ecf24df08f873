import { expect, test } from 'vitest';
import { meanInterval, studentT975 } from './mean-interval.ts';

test('the interval is that of a t-test', () => {
  // scipy.stats.t.interval(0.95, 2, loc=2, scale=scipy.stats.sem([1, 2, 3]))
  const { mean, half, n } = meanInterval([1, 2, 3]);
  expect([mean, n]).toEqual([2, 3]);
  expect(half).toBeCloseTo(2.4841377117, 8);
  expect(meanInterval([5])).toEqual({ mean: 5, half: null, n: 1 });
  expect(meanInterval([]).mean).toBeNaN();
  expect(meanInterval([4, 4, 4]).half).toBe(0);
});

test('where the table ends, the expansion goes on', () => {
  // scipy.stats.t.ppf(0.975, df)
  expect(studentT975(31)).toBeCloseTo(2.0395134464, 7);
  expect(studentT975(100)).toBeCloseTo(1.9839715185, 7);
});
