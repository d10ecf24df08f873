import { expect, test } from 'vitest';
import { duration } from './duration.ts';

test.each([
  [0, '0 ms'],
  [0.25, '250 ms'],
  [0.9999, '1.0 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.6, '1 min 00 s'],
  [85, '1 min 25 s'],
  [3599.7, '1 h 00 min'],
  [7500, '2 h 05 min'],
  [86_399, '1 d 0 h'],
  [273_600, '3 d 4 h'],
  [Number.POSITIVE_INFINITY, '–'],
])('%s seconds read %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
