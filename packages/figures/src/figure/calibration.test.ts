import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { type CalibrationData, drawCalibration } from './calibration.ts';
import { calibrationTable } from './calibration-table.ts';

const FRAME = { width: 640, height: 480 };
const data = (curves: CalibrationData['curves']): CalibrationData => ({
  ...DRAWN,
  figure: 'calibration',
  config: 'a1b2c3d4e5f6',
  split: 'test',
  curves,
});
const BINS = [
  { predicted: 0.1, observed: 0.1, rows: 100 },
  { predicted: 0.5, observed: 0.3, rows: 400 },
];

test('a calibrated bin lies on the diagonal, an optimistic one below it; sizes stand under their bins', () => {
  const drawing = drawCalibration(data([{ of: '1', bins: BINS, error: 0.16 }]), FRAME);
  const points = drawing.marks.flatMap((mark) => (mark.kind === 'point' && mark.tip ? [mark] : []));
  const diagonal = drawing.marks.find(
    (mark) => mark.kind === 'line' && mark.dashed && mark.through[1]![0] - mark.through[0]![0] > 100,
  );
  const [[left, bottom], [right, top]] = (diagonal?.kind === 'line' ? diagonal.through : []) as [
    [number, number],
    [number, number],
  ];
  const height = (x: number) => bottom + ((x - left) / (right - left)) * (top - bottom);
  expect(points[0]!.at[1]).toBeCloseTo(height(points[0]!.at[0]));
  expect(points[1]!.at[1]).toBeGreaterThan(height(points[1]!.at[0]));
  expect(points[1]!.radius).toBeGreaterThan(points[0]!.radius);
  const bars = drawing.marks.flatMap((mark) => (mark.kind === 'rect' && mark.tip ? [mark] : []));
  expect(bars[1]!.height / bars[0]!.height).toBeCloseTo(4);
  expect(bars[1]!.x + bars[1]!.width / 2).toBeCloseTo(points[1]!.at[0], 0);
  expect(textsOf(drawing)).toEqual(expect.arrayContaining(['class 1: error 0.1600', 'calibrated', 'rows']));
  expect(bars[1]!.tip).toBe('class 1: predicted 50.0%, came true in 30.0% of 400 rows');
});

test('a low figure goes without the sizes; many classes: those with the largest error', () => {
  const low = drawCalibration(data([{ of: '1', bins: BINS, error: 0.1 }]), { width: 640, height: 240 });
  expect(low.marks.some((mark) => mark.kind === 'rect')).toBe(false);
  const curves = Array.from({ length: 20 }, (_, i) => ({ of: `class ${i}`, bins: BINS, error: i / 100 }));
  const drawing = drawCalibration(data(curves), FRAME);
  expect(textsOf(drawing)).toEqual(
    expect.arrayContaining(['class 19: error 0.1900', '8 of 20 classes: those with the largest error.']),
  );
  for (const width of [320, 640, 1600])
    expect(overlapping(drawCalibration(data(curves), { width, height: 480 }))).toEqual([]);
});

test('without bins it says so; the table has a row a bin', () => {
  for (const curves of [
    [],
    [{ of: '1', bins: [{ predicted: Number.NaN, observed: 0, rows: 1 }], error: 0 }],
  ]) {
    expect(textsOf(drawCalibration(data(curves), FRAME)).join(' ')).toContain(
      'No predictions of this config are kept',
    );
  }
  expect([...calibrationTable(data([{ of: '1', bins: BINS, error: 0.16 }])).rows]).toEqual([
    ['1', 0.16, 0.1, 0.1, 100],
    ['1', 0.16, 0.5, 0.3, 400],
  ]);
});

test('whatever the bins, nothing stands outside the frame', () => {
  const share = fc.oneof(fc.double({ min: 0, max: 1 }), anyNumber);
  const anyBin = fc.record({ predicted: share, observed: share, rows: fc.oneof(fc.nat(), anyNumber) });
  const anyCurve = fc.record({ of: anyText, bins: fc.array(anyBin), error: anyNumber });
  fc.assert(
    fc.property(fc.array(anyCurve, { maxLength: 12 }), anyFrame, (curves, frame) => {
      expect(outside(drawCalibration(data(curves), frame))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
