import { expect, test } from 'vitest';
import { studentT975 } from './mean-interval.ts';
import { studentBeyond } from './student.ts';

test.each([
  // scipy.stats.t.sf(t, df) * 2
  [1, 1, 0.5],
  [2, 3, 0.13932596855884326],
  [0.1, 7, 0.9231480596047924],
  [5, 2, 0.037749551350623724],
  [30, 9, 2.4837047041582635e-10],
  [-3, 2, 0.09546596626670932],
])('the chance beyond %d at %d degrees of freedom', (t, df, p) => {
  expect(studentBeyond(t, df) / p).toBeCloseTo(1, 8);
});

test('is 5% beyond the points that intervals are made of, whatever the degrees of freedom', () => {
  for (let df = 1; df <= 400; df++) expect(studentBeyond(studentT975(df), df)).toBeCloseTo(0.05, 7);
});

test('is 1 at zero, 0 at infinity, and nothing of no number', () => {
  expect(studentBeyond(0, 4)).toBe(1);
  expect(studentBeyond(Number.POSITIVE_INFINITY, 4)).toBe(0);
  expect(studentBeyond(Number.NaN, 4)).toBeNaN();
});
