import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyAxis, anyDrawn, anyFrame, anyNumber, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleContour } from '../fixtures/sample.ts';
import { type ContourData, drawContour } from './contour.ts';

const x = { parameter: 'epochs', column: 'epochs', kind: 'number', low: 0, high: 4, log: false } as const;
const y = {
  parameter: 'latent_size',
  column: 'latent_size',
  kind: 'choices',
  choices: ['2', '30'],
  more: 0,
} as const;
const contour = (...cells: ContourData['cells'][number][]): ContourData => ({
  ...{ figure: 'contour', ...DRAWN, x, y, xEdges: [0, 1, 2, 4], yEdges: [0, 1, 2], cells },
});
const cellsOf = (marks: readonly Mark[]) => ofKind(marks, 'rect').filter(({ tip }) => tip !== undefined);

test('cells lie between the edges of their bins, and the best is outlined', () => {
  const cells = [
    { x: 2, y: 0, mean: 0.9, configs: 4 },
    { x: 0, y: 1, mean: 0.5, configs: 1 },
  ];
  const { marks, selectable } = drawContour(contour(...cells), FRAME);
  const [across, up] = selectable;
  const [best, worst] = cellsOf(marks);
  expect([best!.x, best!.y]).toEqual([across!.x + across!.width / 2, up!.y]);
  expect(best!.width).toBeCloseTo(across!.width / 2 - 1);
  expect(best!.height).toBeCloseTo(up!.height / 2 - 1);
  expect([worst!.x, worst!.y, worst!.width]).toEqual([
    across!.x,
    up!.y + up!.height / 2,
    across!.width / 4 - 1,
  ]);
  expect([best!.fill, worst!.fill]).toEqual([{ scale: 1 }, { scale: 0 }]);
  expect(best!.tip).toBe('epochs 2 to 4, latent_size 2\nmean test_accuracy 0.9000 of 4 configs');
  const outline = ofKind(marks, 'line').filter(({ stroke }) => stroke === 'accent');
  expect(outline).toHaveLength(1);
  expect(outline[0]!.through[0]).toEqual([best!.x, best!.y]);
});

test('lower is better where it is, on the colours too', () => {
  const cells = [0.5, 0.9].map((mean, i) => ({ x: i, y: 0, mean, configs: 1 }));
  const fills = cellsOf(drawContour({ ...contour(...cells), maximize: false }, FRAME).marks).map(
    ({ fill }) => fill,
  );
  expect(fills).toEqual([{ scale: 1 }, { scale: 0 }]);
});

test('one cell, cells without a number, none', () => {
  expect(cellsOf(drawContour(contour({ x: 0, y: 0, mean: 0.5, configs: 1 }), FRAME).marks)).toHaveLength(1);
  const odd = [
    { x: 0, y: 0, mean: 0.5, configs: 1 },
    { x: 1, y: 0, mean: Number.NaN, configs: 1 },
    { x: 77, y: 0, mean: 0.4, configs: 1 },
  ];
  expect(cellsOf(drawContour(contour(...odd), FRAME).marks)).toHaveLength(1);
  expect(drawContour({ ...contour(), ...NOTHING }, FRAME).description).toContain(
    'No config with both parameters',
  );
});

test('10,000 choices', () => {
  const choices = Array.from({ length: 10_000 }, (_, i) => `choice ${i}`);
  const many = { parameter: 'a', column: 'a', kind: 'choices', choices, more: 0 } as const;
  const data = { ...contour({ x: 9_999, y: 9_999, mean: 0.5, configs: 1 }), x: many, y: many };
  const drawing = drawContour(data, FRAME);
  expect(cellsOf(drawing.marks)).toHaveLength(1);
  expect(drawing.marks.length).toBeLessThan(200);
  expect(outside(drawing)).toEqual([]);
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawContour(sampleContour(), { width, height: 400 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const cell = fc.record({ x: fc.nat(6), y: fc.nat(6), mean: anyNumber, configs: fc.nat() });
  const edges = fc.array(anyNumber, { maxLength: 6 });
  fc.assert(
    fc.property(
      anyDrawn,
      anyAxis,
      anyAxis,
      edges,
      edges,
      fc.array(cell, { maxLength: 12 }),
      anyFrame,
      (drawn, a, b, xEdges, yEdges, cells, frame) => {
        const data = { figure: 'contour', ...drawn, x: a, y: b, xEdges, yEdges, cells } as const;
        expect(outside(drawContour(data, frame))).toEqual([]);
      },
    ),
  );
});
