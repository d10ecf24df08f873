import { expect, test } from 'vitest';
import { pauseAfter } from './pause.ts';

test.each([
  [0, 3000],
  [150, 3000],
  [300, 6000],
  [30_000, 10_000],
])('after an answer that took %i ms another is asked for in %i ms', (took, pause) => {
  expect(pauseAfter(took)).toBe(pause);
});
