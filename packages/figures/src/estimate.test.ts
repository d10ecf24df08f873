import { expect, test } from 'vitest';
import { differenceText, estimateText } from './estimate.ts';

test.each([
  [0.73512, 0.00081, '0.7351 ± 0.0008'],
  [0.5, null, '0.5000'],
  [null, 0.1, '–'],
  [Number.NaN, null, '–'],
  [0.5, Number.POSITIVE_INFINITY, '0.5000'],
])('%s and %s read %s', (mean, half, text) => {
  expect(estimateText(mean, half)).toBe(text);
});

test.each([
  [0.0123, 0.004, '+0.0123 ± 0.0040'],
  [-0.0002317, 0.0012, '-0.0002 ± 0.0012'],
  [-0.00001, null, '0.0000'],
  [0, null, '0.0000'],
  [12.5, null, '+12.5000'],
  [null, null, '–'],
])('the difference %s and %s reads %s', (value, half, text) => {
  expect(differenceText(value, half)).toBe(text);
});
