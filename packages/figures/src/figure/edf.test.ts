import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyDrawn, anyFrame, anyNumber, anyText, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleEdf } from '../fixtures/sample.ts';
import { drawEdf, type EdfData } from './edf.ts';

const edf = (...lines: EdfData['lines'][number][]): EdfData => ({ figure: 'edf', ...DRAWN, lines });
const line = (
  label: string,
  values: readonly number[],
  shares = values.map((_, i) => (i + 1) / values.length),
) => ({
  ...{ label, n: values.length, values, shares },
});
const linesOf = (marks: readonly Mark[]) =>
  ofKind(marks, 'line').flatMap(({ through, tip }) => (tip === undefined ? [] : [{ through, tip }]));

test('a line goes up in steps from nothing at the left to all at the right', () => {
  const { marks, selectable } = drawEdf(edf(line('all', [0, 0.5, 1])), FRAME);
  const { x, y, width, height, column } = selectable[0]!;
  expect(column).toBe('test_accuracy');
  const [drawn] = linesOf(marks);
  const at = (share: number) => y + height * (1 - share);
  const places = drawn!.through.map((at) => [(at![0] - x) / width, at![1]]);
  expect(places.map(([a]) => a)).toEqual([0, 0, 0, 0.5, 0.5, 1, 1, 1]);
  [0, 0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1, 1].forEach((share, i) => {
    expect(places[i]![1]).toBeCloseTo(at(share));
  });
  expect(drawn!.tip).toBe('all: 3 configs, half of them at or below 0.5');
});

test('all of them lie on top of the arms, which are listed as everywhere', () => {
  const { marks } = drawEdf(edf(line('smote', [1]), line('all', [1]), line('none', [1])), FRAME);
  expect(linesOf(marks).map(({ tip }) => tip.split(':')[0])).toEqual(['smote', 'none', 'all']);
  const texts = textsOf(marks);
  expect(texts.filter((text) => text.endsWith('(1)'))).toEqual(['all (1)', 'none (1)', 'smote (1)']);
});

test('one value, values that are none, none at all', () => {
  expect(outside(drawEdf(edf(line('all', [0.5])), FRAME))).toEqual([]);
  const odd = drawEdf(edf(line('all', [Number.NaN, 0.5, Number.POSITIVE_INFINITY])), FRAME);
  expect(linesOf(odd.marks)[0]!.through).toHaveLength(4);
  expect(drawEdf({ figure: 'edf', ...NOTHING, lines: [] }, FRAME).description).toContain(
    'No config has a value',
  );
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawEdf(sampleEdf(), { width, height: 420 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const one = fc.record({
    ...{ label: anyText, n: fc.nat() },
    ...{ values: fc.array(anyNumber, { maxLength: 9 }), shares: fc.array(anyNumber, { maxLength: 9 }) },
  });
  fc.assert(
    fc.property(anyDrawn, fc.array(one, { maxLength: 9 }), anyFrame, (drawn, lines, frame) => {
      expect(outside(drawEdf({ figure: 'edf', ...drawn, lines }, frame))).toEqual([]);
    }),
  );
});
