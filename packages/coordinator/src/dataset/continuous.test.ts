import { expect, test } from 'vitest';
import { looksContinuous } from './continuous.ts';

const count = (n: number, of = (i: number) => String(i)) => Array.from({ length: n }, (_, i) => of(i));

test.for([
  [count(10), false],
  [count(20), false],
  [count(21), true],
  [count(9, (i) => String(1 + i / 2)), false],
  [count(11, (i) => String(1 + i / 2)), true],
  [count(30, (i) => `c${i}`), false],
  [[...count(30), 'other'], false],
  [count(30, (i) => String(-i / 7)), true],
] as const)('%j: %s', ([labels, continuous]) => {
  expect(looksContinuous(labels)).toBe(continuous);
});
