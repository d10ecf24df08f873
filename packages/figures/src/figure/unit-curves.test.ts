import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { drawPrecisionRecall, type PrecisionRecallData } from './precision-recall.ts';
import { precisionRecallTable } from './precision-recall-table.ts';
import { drawRoc, type RocData } from './roc.ts';
import { rocTable } from './roc-table.ts';

const FRAME = { width: 640, height: 400 };
const OF = { ...DRAWN, config: 'a1b2c3d4e5f6', split: 'test' } as const;
const roc = (curves: RocData['curves']): RocData => ({ ...OF, figure: 'roc', curves });
const pr = (curves: PrecisionRecallData['curves']): PrecisionRecallData => ({
  ...OF,
  figure: 'precision-recall',
  curves,
});

const CORNER = { area: 0.75, x: [0, 0, 1], y: [0, 0.5, 1] };
const linesOf = (drawing: ReturnType<typeof drawRoc>) =>
  drawing.marks.flatMap((mark) =>
    mark.kind === 'line' && typeof mark.stroke !== 'string' && mark.through.length > 2 ? [mark] : [],
  );

test('one replicate is a strong line through its places, beside the diagonal of guessing', () => {
  const drawing = drawRoc(
    roc([{ of: '1', replicates: [{ trial: 7, ...CORNER }], area: 0.75, half: null }]),
    FRAME,
  );
  const diagonal = drawing.marks.find(
    (mark) =>
      mark.kind === 'line' &&
      mark.dashed &&
      mark.through[0]![0] !== mark.through[1]![0] &&
      mark.through[0]![1] !== mark.through[1]![1],
  );
  const [[left, bottom], [right, top]] = (diagonal?.kind === 'line' ? diagonal.through : []) as [
    [number, number],
    [number, number],
  ];
  const [line] = linesOf(drawing);
  expect(line!.through).toEqual([
    [left, bottom],
    [left, (top + bottom) / 2],
    [right, top],
  ]);
  expect(line).toMatchObject({ width: 2, leadsTo: { trial: 7 } });
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['area of class 1: 0.7500', 'guessing']));
});

test('several replicates are thin, their mean strong, the area has its interval', () => {
  const replicates = [1, 2, 3].map((trial) => ({ trial, ...CORNER }));
  const drawing = drawRoc(roc([{ of: '1', replicates, area: 0.75, half: 0.01 }]), FRAME);
  expect(linesOf(drawing).map(({ width }) => width)).toEqual([1, 1, 1, 2]);
  expect(textsOf(drawing)).toContain('area of class 1: 0.7500 ± 0.0100');
  expect(drawing.description).toBe('area of class 1: 0.7500 ± 0.0100.');
});

test('of 30 classes those with the least area are drawn, and it says so', () => {
  const curves = Array.from({ length: 30 }, (_, i) => ({
    of: `class ${i}`,
    replicates: [{ trial: i, ...CORNER }],
    area: 1 - i / 100,
    half: null,
  }));
  const drawing = drawRoc(roc(curves), FRAME);
  expect(linesOf(drawing)).toHaveLength(8);
  expect(textsOf(drawing).join(' ')).toContain('8 of 30 classes: those with the least area.');
  expect(linesOf(drawing).map(({ tip }) => tip)).toContain('class 29: area 0.7100');
  for (const width of [320, 640, 1600])
    expect(overlapping(drawRoc(roc(curves), { width, height: 420 }))).toEqual([]);
});

test('precision goes in steps, and guessing is the share of the class', () => {
  const replicate = { trial: 1, area: 0.6, x: [0.5, 1], y: [1, 0.25] };
  const drawing = drawPrecisionRecall(
    pr([{ of: '1', share: 0.25, replicates: [replicate], area: 0.6, half: null }]),
    FRAME,
  );
  const [line] = linesOf(drawing);
  const places = line!.through as [number, number][];
  expect(places).toHaveLength(4);
  expect([
    places[0]![1] === places[1]![1],
    places[1]![0] === places[2]![0],
    places[2]![1] === places[3]![1],
  ]).toEqual([true, true, true]);
  const guess = drawing.marks.find(
    (mark) => mark.kind === 'line' && mark.dashed && mark.through[1]![0] - mark.through[0]![0] > 50,
  );
  expect(guess?.kind === 'line' && guess.through.map((place) => place![1])).toEqual([
    places[3]![1],
    places[3]![1],
  ]);
});

test('without predictions it says so', () => {
  const nothing = [
    [],
    [{ of: '1', replicates: [], area: Number.NaN, half: null }],
    [
      {
        of: '1',
        replicates: [{ trial: 1, area: 0.5, x: [Number.NaN, 1], y: [0, 1] }],
        area: 0.5,
        half: null,
      },
    ],
  ];
  for (const curves of nothing)
    expect(textsOf(drawRoc(roc(curves), FRAME)).join(' ')).toContain(
      'No predictions of this config are kept',
    );
});

test('the tables have a row a place', () => {
  const curves = [
    {
      of: '1',
      share: 0.25,
      replicates: [{ trial: 1, area: 0.6, x: [0.5, 1], y: [1, 0.25] }],
      area: 0.6,
      half: null,
    },
  ];
  expect([...rocTable(roc(curves)).rows]).toEqual([
    ['1', 1, 0.6, 0.5, 1],
    ['1', 1, 0.6, 1, 0.25],
  ]);
  expect(precisionRecallTable(pr(curves)).columns).toEqual([
    'class',
    'share',
    'trial',
    'area',
    'recall',
    'precision',
  ]);
});

test('whatever the curves, nothing stands outside the frame', () => {
  const anyReplicate = fc.record({
    trial: fc.nat(),
    area: anyNumber,
    x: fc.array(anyNumber),
    y: fc.array(anyNumber),
  });
  const anyCurve = fc.record({
    of: anyText,
    share: anyNumber,
    replicates: fc.array(anyReplicate, { maxLength: 4 }),
    area: anyNumber,
    half: fc.option(anyNumber, { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(anyCurve, { maxLength: 12 }), anyFrame, (curves, frame) => {
      expect(outside(drawRoc(roc(curves), frame))).toEqual([]);
      expect(outside(drawPrecisionRecall(pr(curves), frame))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
