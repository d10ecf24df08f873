import { expect, test } from 'vitest';
import { COLOURED, PLAIN } from '../terminal/style.ts';
import { inkPaint } from './ink.ts';

test('eight series have a colour each, and a ninth begins again', () => {
  const paint = inkPaint(COLOURED)!;
  const painted = Array.from({ length: 9 }, (_, series) => paint('x', { series }));
  expect(new Set(painted.slice(0, 8)).size).toBe(8);
  expect(painted[8]).toBe(painted[0]);
});

test('text is in the colour of the terminal, an output without colours gets none', () => {
  expect(inkPaint(COLOURED)!('x', 'text')).toBe('x');
  expect(inkPaint(PLAIN)).toBeUndefined();
});
