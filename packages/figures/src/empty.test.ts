import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyDrawing } from './empty.ts';
import { anyDrawn, anyFrame, anyText, FRAME } from './fixtures/any.ts';
import { textsOf } from './fixtures/of-kind.ts';
import { outside } from './fixtures/outside.ts';
import { DRAWN } from './fixtures/sample.ts';

test('it says what it would show and why it does not', () => {
  const drawing = emptyDrawing(DRAWN, FRAME, 'History', 'No config has a value yet.');
  expect(textsOf(drawing.marks)).toEqual([
    'History',
    'deck-mixing · 4 configs',
    'No config has a value yet.',
  ]);
  expect(drawing.description).toBe('No config has a value yet.');
});

test('whatever is said stays in the frame', () => {
  fc.assert(
    fc.property(anyDrawn, anyFrame, anyText, anyText, (drawn, frame, title, why) => {
      expect(outside(emptyDrawing(drawn, frame, title, why))).toEqual([]);
    }),
  );
});
