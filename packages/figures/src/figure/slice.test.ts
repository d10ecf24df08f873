import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyAxis, anyConfig, anyDrawn, anyFrame, anyNumber, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleSlice } from '../fixtures/sample.ts';
import { drawSlice, type SliceData } from './slice.ts';

const epochs = {
  parameter: 'epochs',
  column: 'epochs',
  kind: 'number',
  low: 0,
  high: 10,
  log: false,
} as const;
const mark = (value: number, mean: number, half: number | null = null) => ({
  ...{ hash: `h${value}`, arm: 'smote', value, mean, half, n: 3 },
});
const slice = (
  marks: SliceData['slices'][number]['marks'],
  more: Partial<SliceData['slices'][number]> = {},
): SliceData => ({
  figure: 'slice',
  ...DRAWN,
  slices: [{ axis: epochs, marks, trend: [], ...more }],
});
const points = (marks: readonly Mark[]) =>
  ofKind(marks, 'point').filter(({ leadsTo }) => leadsTo !== undefined);

test('configs lie by parameter and mean, with their intervals as whiskers', () => {
  const { marks, selectable } = drawSlice(slice([mark(0, 0.5), mark(5, 0.75, 0.05), mark(10, 1)]), FRAME);
  const [x, y] = selectable;
  expect([x!.column, y!.column]).toEqual(['epochs', 'test_accuracy']);
  expect(points(marks).map(({ at }) => at)).toEqual([
    [x!.x, y!.y + y!.height],
    [x!.x + x!.width / 2, y!.y + y!.height / 2],
    [x!.x + x!.width, y!.y],
  ]);
  const whisker = ofKind(marks, 'line').find(({ opacity }) => opacity === 0.5)!;
  const [low, high] = whisker.through;
  expect(low![0]).toBe(x!.x + x!.width / 2);
  expect(low![1] - high![1]).toBeCloseTo(y!.height * 0.2);
});

test('the trend is a line over numbers and a bar at each choice', () => {
  const trend = [0, 1].map((value) => ({ value, mean: 0.5 + value / 10, configs: 2 }));
  const numbers = drawSlice(slice([mark(0, 0.5), mark(1, 0.6)], { trend }), FRAME);
  const lines = (marks: readonly Mark[]) =>
    marks.filter((m) => m.kind === 'line' && m.stroke === 'text' && m.width === 2);
  // One of them is the legend's.
  expect(lines(numbers.marks)).toHaveLength(2);
  const axis = { parameter: 'a', column: 'a', kind: 'choices', choices: ['x', 'y'], more: 3 } as const;
  const choices = drawSlice(slice([mark(0, 0.5), mark(1, 0.6)], { axis, trend }), FRAME);
  expect(lines(choices.marks)).toHaveLength(3);
  expect(choices.marks.some((m) => m.kind === 'text' && m.text === 'a (3 more values not shown)')).toBe(true);
});

test('configs of one choice lie beside one another within its part', () => {
  const axis = { parameter: 'a', column: 'a', kind: 'choices', choices: ['x', 'y'], more: 0 } as const;
  const marks = ['aaa', 'bbb', 'ccc'].map((hash) => ({ ...mark(1, 0.5), hash }));
  const drawing = drawSlice(slice(marks, { axis }), FRAME);
  const { x, width } = drawing.selectable[0]!;
  const places = points(drawing.marks).map(({ at }) => at[0]);
  expect(new Set(places).size).toBe(3);
  for (const place of places) expect(place).toBeGreaterThan(x + width / 2);
});

test('what is not finite, or has no place on a logarithm, is left out', () => {
  const axis = { ...epochs, low: 0.1, log: true };
  const marks = [mark(0, 0.5), mark(-1, 0.5), mark(1, Number.NaN), mark(Number.NaN, 0.5), mark(2, 0.5)];
  expect(points(drawSlice(slice(marks, { axis }), FRAME).marks)).toHaveLength(1);
});

test('10,000 choices, one config, none', () => {
  const choices = Array.from({ length: 10_000 }, (_, i) => `choice ${i}`);
  const axis = { parameter: 'a', column: 'a', kind: 'choices', choices, more: 0 } as const;
  const drawing = drawSlice(slice([mark(9_999, 0.5)], { axis }), FRAME);
  expect(points(drawing.marks)).toHaveLength(1);
  expect(drawing.marks.length).toBeLessThan(200);
  expect(outside(drawing)).toEqual([]);
  expect(drawSlice({ figure: 'slice', ...NOTHING, slices: [] }, FRAME).description).toContain('No config');
});

test('parameters without room are named', () => {
  const data = sampleSlice(20);
  const drawing = drawSlice(
    { ...data, slices: [...data.slices, ...data.slices] },
    { width: 300, height: 300 },
  );
  expect(drawing.marks.some((m) => m.kind === 'text' && m.text.startsWith('There is no room for'))).toBe(
    true,
  );
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawSlice(sampleSlice(100), { width, height: width < 400 ? 900 : 480 });
  expect(outside(drawing)).toEqual([]);
  expect(
    overlapping({ ...drawing, marks: drawing.marks.filter((m) => m.kind !== 'text' || !m.upright) }),
  ).toEqual([]);
});

test('any data stays in its frame', () => {
  const one = fc.record({
    axis: anyAxis,
    marks: fc.array(
      fc.tuple(anyConfig, anyNumber).map(([config, value]) => ({ ...config, value })),
      { maxLength: 10 },
    ),
    trend: fc.array(fc.record({ value: anyNumber, mean: anyNumber, configs: fc.nat() }), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(anyDrawn, fc.array(one, { maxLength: 6 }), anyFrame, (drawn, slices, frame) => {
      expect(outside(drawSlice({ figure: 'slice', ...drawn, slices }, frame))).toEqual([]);
    }),
  );
});
