import { expect, test } from 'vitest';
import { brailleOf, dotCanvas, dotsBetween } from './braille.ts';

test('eight dots fill a cell, from the top left', () => {
  const canvas = dotCanvas(2, 1);
  canvas.dot(0, 0);
  expect([...canvas.bits].map(brailleOf).join('')).toBe('⠁⠀');
  for (let x = 0; x < 2; x++) for (let y = 0; y < 4; y++) canvas.dot(2 + x, y);
  expect([...canvas.bits].map(brailleOf).join('')).toBe('⠁⣿');
});

test('a dot outside is none', () => {
  const canvas = dotCanvas(1, 1);
  for (const [x, y] of [
    [-1, 0],
    [0, -1],
    [2, 0],
    [0, 4],
  ] as const)
    canvas.dot(x, y);
  expect([...canvas.bits]).toEqual([0]);
});

test('a line has a dot in each column that it crosses, ends included', () => {
  const dots: string[] = [];
  dotsBetween(0, 3, 3, 0, (x, y) => dots.push(`${x},${y}`));
  expect(dots).toEqual(['0,3', '1,2', '2,1', '3,0']);
});
