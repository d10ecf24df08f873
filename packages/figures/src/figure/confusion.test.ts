import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { type ConfusionData, drawConfusion } from './confusion.ts';
import { confusionTable } from './confusion-table.ts';

const data = (classes: readonly string[], counts: readonly (readonly number[])[]): ConfusionData => ({
  ...DRAWN,
  figure: 'confusion',
  config: 'a1b2c3d4e5f6',
  split: 'test',
  classes,
  replicates: 10,
  counts,
  recall: counts.map((row, i) => ({ mean: row[i]! / row.reduce((sum, n) => sum + n, 0), half: 0.01 })),
});

/** Class i is found in all but i of 100 rows; the others are taken for the next one. */
const many = (n: number): ConfusionData =>
  data(
    Array.from({ length: n }, (_, i) => `class number ${i}`),
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => (i === j ? 1000 - i : j === (i + 1) % n ? i : 0)),
    ),
  );

const rects = ({ marks }: ReturnType<typeof drawConfusion>) =>
  marks.flatMap((mark) => (mark.kind === 'rect' && mark.tip !== undefined ? [mark] : []));

test('two classes: counts, shares of the true class, and recall with its interval', () => {
  const drawing = drawConfusion(
    data(
      ['0', '1'],
      [
        [7300, 2700],
        [200, 600],
      ],
    ),
    { width: 640, height: 360 },
  );
  const cells = rects(drawing);
  expect(cells.map((cell) => cell.opacity)).toEqual([0.73, 0.27, 0.25, 0.75]);
  expect(cells[1]!.x).toBeGreaterThan(cells[0]!.x);
  expect(cells[2]!.y).toBeGreaterThan(cells[0]!.y);
  expect(textsOf(drawing)).toEqual(
    expect.arrayContaining(['73%', '27%', '25%', '75%', '7,300', '2,700', '200', '600', '0.7500 ± 0.0100']),
  );
  expect(cells[2]!.tip).toBe('1 predicted as 0: 200 of 800 rows, 25%');
  expect(drawing.description).toContain('73% are predicted as their class');
  expect(drawing.description).toContain('lowest recall is 0.7300 ± 0.0100, of 0.');
});

test('shares that are nearly nothing or nearly all are not written as such', () => {
  const drawing = drawConfusion(
    data(
      ['a', 'b'],
      [
        [9999, 1],
        [0, 10],
      ],
    ),
    { width: 640, height: 360 },
  );
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['>99%', '<1%', '100%']));
});

test('30 classes have a row each, with its label', () => {
  const drawing = drawConfusion(many(30), { width: 900, height: 760 });
  expect(rects(drawing)).toHaveLength(900);
  expect(textsOf(drawing).filter((text) => /^class number \d+$/.test(text)).length).toBeGreaterThanOrEqual(
    30,
  );
  expect(outside(drawing)).toEqual([]);
});

test('of 200 classes those of the lowest recall are shown, the others in one column, which is said', () => {
  const drawing = drawConfusion(many(200), { width: 900, height: 760 });
  expect(rects(drawing)).toHaveLength(30 * 31);
  expect(textsOf(drawing)).toContain('others');
  expect(textsOf(drawing).join(' ')).toContain('30 of 200 classes: those of which the fewest are found.');
  expect(textsOf(drawing)).toContain('class number 199');
  expect(textsOf(drawing)).not.toContain('class number 0');
  // Class 170 is shown and taken for 171, class 199 for class 0, which is among the others.
  expect(
    rects(drawing).find((cell) => cell.tip?.startsWith('class number 199 predicted as others'))?.tip,
  ).toContain('199 of 1,000 rows');
});

test('a class without rows has no share; no prediction at all says so', () => {
  const drawing = drawConfusion(
    data(
      ['a', 'b'],
      [
        [5, 5],
        [0, 0],
      ],
    ),
    { width: 640, height: 360 },
  );
  expect(textsOf(drawing)).toContain('–');
  expect(outside(drawing)).toEqual([]);
  expect(textsOf(drawConfusion(data(['a'], [[0]]), { width: 640, height: 360 })).join(' ')).toContain(
    'No row was predicted',
  );
});

test('long names are cut, and whole in the tip', () => {
  const long = 'a very long name of a class that nobody wants to read twice';
  const drawing = drawConfusion(
    data(
      [long, 'b'],
      [
        [1, 1],
        [1, 1],
      ],
    ),
    { width: 640, height: 360 },
  );
  expect(textsOf(drawing)).not.toContain(long);
  expect(drawing.marks.filter((mark) => mark.kind === 'text' && mark.tip === long)).toHaveLength(2);
});

test('the table has a row a pair of classes', () => {
  expect([
    ...confusionTable(
      data(
        ['a', 'b'],
        [
          [3, 1],
          [0, 2],
        ],
      ),
    ).rows,
  ]).toEqual([
    ['a', 'a', 3, 0.75, 0.75, 0.01],
    ['a', 'b', 1, 0.25, 0.75, 0.01],
    ['b', 'a', 0, 0, 1, 0.01],
    ['b', 'b', 2, 1, 1, 0.01],
  ]);
});

test('whatever the classes and counts, nothing stands outside the frame', () => {
  const anyMatrix = fc.integer({ min: 1, max: 45 }).chain((n) =>
    fc.record({
      classes: fc.array(anyText, { minLength: n, maxLength: n }),
      counts: fc.array(fc.array(fc.oneof(fc.nat(1e6), anyNumber), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
      recall: fc.array(
        fc.record({ mean: fc.option(anyNumber, { nil: null }), half: fc.option(anyNumber, { nil: null }) }),
        { maxLength: n },
      ),
    }),
  );
  fc.assert(
    fc.property(anyMatrix, anyFrame, (matrix, frame) => {
      expect(outside(drawConfusion({ ...data([], []), ...matrix }, frame))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each([320, 640, 1600])('at width %s no text lies over another', (width) => {
  for (const n of [2, 7, 30, 200])
    expect(overlapping(drawConfusion(many(n), { width, height: width > 400 ? 640 : 420 }))).toEqual([]);
});
