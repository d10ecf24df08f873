import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyDrawn, anyFrame, anyNumber, anyText, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleImportance } from '../fixtures/sample.ts';
import { drawImportance, type ImportanceData } from './importance.ts';

const importance = (shares: readonly number[]): ImportanceData => ({
  ...{ figure: 'importance', ...DRAWN, quantile: 0.1 },
  importances: shares.map((share, i) => ({ parameter: `p${i}`, column: `p${i}`, importance: share })),
});
const bars = (marks: readonly Mark[]) => ofKind(marks, 'rect').filter(({ tip }) => tip !== undefined);

test('bars are as long as what they stand for, the most important on top', () => {
  const { marks } = drawImportance(importance([0.5, 0.25, 0.25]), FRAME);
  const [first, second, third] = bars(marks);
  expect(second!.width).toBeCloseTo(first!.width / 2);
  expect(third!.width).toBeCloseTo(second!.width);
  expect(textsOf(marks)).toEqual(expect.arrayContaining(['p0', '50%', 'p1', '25%']));
});

test('shares that are all nothing say so, and no parameter says why', () => {
  expect(textsOf(drawImportance(importance([0, 0]), FRAME).marks)).toContain(
    'No parameter tells the best configs from the others.',
  );
  const none = drawImportance({ figure: 'importance', ...NOTHING, importances: [], quantile: 0.1 }, FRAME);
  expect(none.description).toContain('No parameter varies');
});

test('what is no share is left out', () => {
  expect(bars(drawImportance(importance([0.5, Number.NaN, -1, 7, 0.5]), FRAME).marks)).toHaveLength(2);
});

test('of 10,000 parameters those are shown that there is room for, and the rest is counted', () => {
  const drawing = drawImportance(importance(Array.from({ length: 10_000 }, () => 1e-4)), FRAME);
  const shown = bars(drawing.marks).length;
  expect(shown).toBeGreaterThan(5);
  expect(shown).toBeLessThan(30);
  expect(textsOf(drawing.marks)).toContain(`${10_000 - shown} parameters of less importance are not shown.`);
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawImportance(sampleImportance(), { width, height: 300 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const one = fc.record({ parameter: anyText, column: anyText, importance: anyNumber });
  fc.assert(
    fc.property(anyDrawn, fc.array(one, { maxLength: 40 }), anyFrame, (drawn, importances, frame) => {
      const drawing = drawImportance({ figure: 'importance', ...drawn, importances, quantile: 0.1 }, frame);
      expect(outside(drawing)).toEqual([]);
    }),
  );
});
