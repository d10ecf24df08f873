import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { drawGenerated, type GeneratedData } from './generated.ts';
import { generatedTable } from './generated-table.ts';

const FRAME = { width: 800, height: 420 };
const column = (name: string) => ({
  column: name,
  choices: null,
  edges: [0, 0.5, 1],
  real: [0.5, 0.5],
  generated: [0, 1],
});
const data = (columns: GeneratedData['columns'], more: Partial<GeneratedData> = {}): GeneratedData => ({
  ...DRAWN,
  figure: 'generated',
  config: 'a1b2c3d4e5f6',
  trial: 1,
  columns,
  moreColumns: 0,
  projection: {
    explained: [0.4, 0.2],
    real: [
      [0, 0],
      [1, 1],
    ],
    generated: [[0.5, 0.5]],
  },
  ...more,
});

const bars = (drawing: ReturnType<typeof drawGenerated>) =>
  drawing.marks.flatMap((mark) => (mark.kind === 'rect' && mark.tip ? [mark] : []));
const outline = (drawing: ReturnType<typeof drawGenerated>) =>
  drawing.marks.flatMap((mark) =>
    mark.kind === 'line' && mark.through.length > 2 ? [mark.through as [number, number][]] : [],
  );

test('real rows are bars, generated ones an outline over them', () => {
  const drawing = drawGenerated(data([column('x1')]), FRAME);
  const [left, right] = bars(drawing) as [ReturnType<typeof bars>[0], ReturnType<typeof bars>[0]];
  expect(left.height).toBeCloseTo(right.height);
  expect(right.x).toBeCloseTo(left.x + left.width);
  const [places] = outline(drawing);
  const bottom = left.y + left.height;
  // Nothing in the left bin, all in the right one, twice as high as the real rows there.
  expect(places!.map(([, y]) => Math.round((bottom - y) / left.height))).toEqual([0, 0, 0, 2, 2, 0]);
  expect(left.tip).toBe('x1 from 0 to 0.5\nreal 50.0%\ngenerated 0.0%');
});

test('the projection: real round, generated diamonds, the shares of the variance at the axes', () => {
  const drawing = drawGenerated(data([column('x1')]), FRAME);
  const points = drawing.marks.flatMap((mark) => (mark.kind === 'point' ? [mark] : []));
  expect(points.map(({ shape }) => shape)).toEqual(['round', 'round', 'diamond']);
  expect(points[2]!.at[0]).toBeCloseTo((points[0]!.at[0] + points[1]!.at[0]) / 2);
  expect(textsOf(drawing)).toEqual(
    expect.arrayContaining(['first (40.0% of variance)', 'second (20.0% of variance)']),
  );
  expect(drawing.description).toContain('differ most in x1, by 50.0% of the rows');
});

test('columns that have no room and those that were not sent are counted together', () => {
  const drawing = drawGenerated(
    data(
      Array.from({ length: 60 }, (_, i) => column(`x${i}`)),
      { moreColumns: 40 },
    ),
    FRAME,
  );
  const shown = bars(drawing).length / 2;
  expect(shown).toBeLessThan(60);
  expect(textsOf(drawing)).toContain(`${100 - shown} more columns not shown.`);
  for (const width of [320, 640, 1600]) {
    const columns = Array.from({ length: 10 }, (_, i) => column(`a long name of column ${i}`));
    expect(overlapping(drawGenerated(data(columns), { width, height: 640 }))).toEqual([]);
  }
});

test('without rows it says so; columns alone and a projection alone are drawn', () => {
  const none = { explained: [0, 0], real: [], generated: [] } as const;
  expect(textsOf(drawGenerated(data([], { projection: none }), FRAME)).join(' ')).toContain(
    'No generated rows',
  );
  expect(bars(drawGenerated(data([column('x')], { projection: none }), FRAME))).toHaveLength(2);
  expect(drawGenerated(data([]), FRAME).marks.some((mark) => mark.kind === 'point')).toBe(true);
});

test('a category has a bar a choice, under its name', () => {
  const category = {
    column: 'job',
    choices: ['cook', 'nurse', '3 others'],
    edges: [0, 1, 2, 3],
    real: [0.5, 0.25, 0.25],
    generated: [0, 1, 0],
  };
  const drawing = drawGenerated(data([category]), FRAME);
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['cook', 'nurse', '3 others']));
  const all = bars(drawing);
  expect(all.map(({ height }) => height / all[0]!.height)).toEqual([1, 0.5, 0.5]);
  const nurse = drawing.marks.find((mark) => mark.kind === 'text' && mark.text === 'nurse');
  expect(nurse?.kind === 'text' && nurse.at[0]).toBeCloseTo(all[1]!.x + all[1]!.width / 2);
  expect(all[1]!.tip).toBe('job: nurse\nreal 25.0%\ngenerated 100.0%');
  expect([...generatedTable(data([category])).rows][1]).toEqual([
    'job',
    'nurse',
    null,
    null,
    0.25,
    1,
    null,
    null,
    null,
  ]);
});

test('the table has a row a bin and a row a point', () => {
  expect([...generatedTable(data([column('x')])).rows]).toEqual([
    ['x', null, 0, 0.5, 0.5, 0, null, null, null],
    ['x', null, 0.5, 1, 0.5, 1, null, null, null],
    ['projection', null, null, null, null, null, 'real', 0, 0],
    ['projection', null, null, null, null, null, 'real', 1, 1],
    ['projection', null, null, null, null, null, 'generated', 0.5, 0.5],
  ]);
});

test('whatever the rows, nothing stands outside the frame', () => {
  const anyColumn = fc.record({
    column: anyText,
    choices: fc.option(fc.array(anyText, { maxLength: 12 })),
    edges: fc.array(anyNumber),
    real: fc.array(anyNumber),
    generated: fc.array(anyNumber),
  });
  const anyPlaces = fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 20 });
  const anyProjection = fc.record({
    explained: fc.tuple(anyNumber, anyNumber),
    real: anyPlaces,
    generated: anyPlaces,
  });
  fc.assert(
    fc.property(
      fc.array(anyColumn, { maxLength: 20 }),
      anyProjection,
      anyFrame,
      (columns, projection, frame) => {
        expect(outside(drawGenerated(data(columns, { projection }), frame))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
