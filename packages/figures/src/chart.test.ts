import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawChart } from './chart/draw.ts';
import { type Chart, chartOf } from './chart.ts';
import { anyFrame } from './fixtures/any.ts';
import { outside } from './fixtures/outside.ts';
import { textsOf } from './fixtures/texts.ts';

function drawn(columns: string[], rows: unknown[][], wish = {}): Chart {
  const answer = chartOf({ columns, rows }, wish);
  if ('why' in answer) throw new Error(answer.why);
  return answer.chart;
}

function why(columns: string[], rows: unknown[][], wish = {}): string {
  const answer = chartOf({ columns, rows }, wish);
  return 'why' in answer ? answer.why : 'drawn';
}

test('a number a word: bars in the order of the rows', () => {
  const chart = drawn(
    ['arm', 'trials', 'accuracy'],
    [
      ['smote', 10, 0.7],
      ['none', 10, 0.5],
    ],
  );
  expect(chart).toMatchObject({
    kind: 'bars',
    x: 'arm',
    y: 'accuracy',
    series: null,
    words: ['smote', 'none'],
  });
  const drawing = drawChart(chart, { width: 400, height: 300 });
  const bars = drawing.marks.flatMap((mark) => (mark.kind === 'rect' ? [mark] : []));
  expect(bars[0]!.height / bars[1]!.height).toBeCloseTo(0.7 / 0.5);
  expect(bars[0]!.y + bars[0]!.height).toBeCloseTo(bars[1]!.y + bars[1]!.height);
  expect(bars[0]!.tip).toBe('arm: smote\naccuracy: 0.7');
});

test('a number that goes up: a line', () => {
  const chart = drawn(
    ['epoch', 'loss'],
    [
      [1, 0.9],
      [2, 0.7],
      [3, null],
      [4, 0.5],
    ],
  );
  expect(chart).toMatchObject({ kind: 'line', x: 'epoch', y: 'loss', leftOut: 1 });
  expect(chart.groups[0]!.marks.map(({ x }) => x)).toEqual([1, 2, 4]);
});

test('moments: a line over time', () => {
  const chart = drawn(
    ['day', 'trials'],
    [
      ['2026-11-26', 5],
      ['2026-11-27', 9],
    ],
  );
  expect(chart).toMatchObject({ kind: 'line', along: 'moments', x: 'day', y: 'trials' });
  expect(textsOf(drawChart(chart, { width: 500, height: 300 })).join(' ')).toContain('local time (UTC');
});

test('numbers in any order: points; one column alone: points by row', () => {
  expect(
    drawn(
      ['a', 'b'],
      [
        [3, 0.1],
        [1, 0.2],
        [3, 0.3],
      ],
    ),
  ).toMatchObject({ kind: 'points', x: 'a', y: 'b' });
  expect(drawn(['b'], [[0.1], [0.2]])).toMatchObject({ kind: 'points', x: null, y: 'b' });
});

test('where x leaves several rows at one place, a column of few values tells them apart', () => {
  const rows = [
    ['none', 0.01, 0.5],
    ['none', 0.05, 0.52],
    ['smote', 0.01, 0.7],
    ['smote', 0.05, 0.72],
  ];
  const chart = drawn(['arm', 'rate', 'accuracy'], rows, { y: 'accuracy' });
  expect(chart).toMatchObject({ kind: 'bars', series: 'rate' });
  expect(chart.groups.map(({ label }) => label)).toEqual(['0.01', '0.05']);
  expect(drawn(['arm', 'rate', 'accuracy'], rows, { x: 'rate', y: 'accuracy' })).toMatchObject({
    kind: 'line',
    series: 'arm',
  });
});

test('several rows of a word that nothing tells apart: points', () => {
  expect(
    drawn(
      ['arm', 'accuracy'],
      [
        ['none', 0.5],
        ['none', 0.6],
      ],
    ),
  ).toMatchObject({ kind: 'points', along: 'words' });
});

test('what the user wishes is done', () => {
  const rows = [
    ['none', 1, 0.5],
    ['smote', 2, 0.7],
  ];
  expect(drawn(['arm', 'n', 'accuracy'], rows, { x: 'n', y: 'accuracy' })).toMatchObject({
    kind: 'line',
    x: 'n',
  });
  expect(drawn(['arm', 'n', 'accuracy'], rows, { y: 'n', series: 'arm' })).toMatchObject({
    y: 'n',
    series: 'arm',
  });
});

test('what has no chart says why', () => {
  expect(why(['a'], [])).toBe('The result has no rows.');
  expect(why(['a', 'b'], [['x', 'y']])).toBe('No column holds numbers: a chart needs one for its height.');
  expect(why(['a', 'b'], [['x', 1]], { y: 'a' })).toBe(
    'The column a holds words: the height of a mark is a number.',
  );
  expect(why(['a', 'b'], [['x', 1]], { x: 'c' })).toBe('The result has no column c, but a, b.');
  expect(why(['a', 'b'], [[null, 1]], { x: 'a' })).toBe('The column a holds no finite value.');
  expect(
    why(
      ['a', 'b'],
      [
        [null, 1],
        ['x', null],
      ],
      { x: 'a' },
    ),
  ).toBe('No row has both a and b.');
  const many = Array.from({ length: 100 }, (_, i) => [`word ${i}`, i]);
  expect(why(['a', 'b'], many, { x: 'a' })).toContain('has 100 different words');
  expect(why(['a', 'b'], many, { series: 'a' })).toContain('at most 8 series');
});

test('many series give up their legend, none at all are empty axes', () => {
  const chart = drawn(
    ['epoch', 'loss'],
    [
      [1, 0.9],
      [2, 0.7],
    ],
  );
  const groups = Array.from({ length: 60 }, (_, i) => ({
    ...chart.groups[0]!,
    label: `a config with a long name ${i}`,
  }));
  const drawing = drawChart({ ...chart, groups, series: 'config' }, { width: 300, height: 200 });
  expect(outside(drawing)).toEqual([]);
  expect(
    drawing.marks.filter((mark) => mark.kind === 'line' && typeof mark.stroke !== 'string'),
  ).toHaveLength(60);
  expect(outside(drawChart({ ...chart, groups: [] }, { width: 300, height: 200 }))).toEqual([]);
});

test('any table is drawn within its frame, or says why not', () => {
  const value = fc.oneof(
    fc.constantFrom(null, true, 'NaN', 'none', '2026-11-27T13:00:00Z', ''),
    fc.double(),
    fc.integer(),
    fc.string(),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
  );
  const table = fc.integer({ min: 1, max: 4 }).chain((n) =>
    fc.record({
      columns: fc.array(fc.string(), { minLength: n, maxLength: n }),
      rows: fc.array(fc.array(value, { minLength: n, maxLength: n }), { maxLength: 30 }),
    }),
  );
  fc.assert(
    fc.property(table, anyFrame, (some, frame) => {
      const answer = chartOf(some, {});
      if ('chart' in answer) expect(outside(drawChart(answer.chart, frame))).toEqual([]);
      else expect(answer.why).toMatch(/\.$/);
    }),
    { numRuns: 300 },
  );
});
