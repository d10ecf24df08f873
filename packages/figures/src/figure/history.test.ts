import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyConfig, anyDrawn, anyFrame, anyNumber, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleHistory } from '../fixtures/sample.ts';
import { drawHistory, type HistoryData } from './history.ts';

const config = (place: number, mean: number) => ({
  ...{ place, mean, hash: `h${place}`, arm: 'smote', half: null, n: 1 },
});
const history = (means: readonly number[]): HistoryData => {
  const points = means.map((mean, i) => config(i + 1, mean));
  const best = points.filter(({ mean }, i) => points.slice(0, i).every((before) => before.mean < mean));
  return { figure: 'history', ...DRAWN, points, best, places: means.length };
};

test('configs lie by place and mean, and the best line goes up in steps to the right edge', () => {
  const drawing = drawHistory(history([0.5, 0.7, 0.6, 0.9, 0.8]), FRAME);
  const points = ofKind(drawing.marks, 'point').filter(({ tip }) => tip?.startsWith('smote'));
  const [x, y] = [0, 1].map((i) => points.map(({ at }) => at[i]!)) as [number[], number[]];
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  expect(new Set(x.slice(1).map((at, i) => (at - x[i]!).toFixed(6))).size).toBe(1);
  expect([y[3]! < y[4]!, y[4]! < y[1]!, y[1]! < y[2]!, y[2]! < y[0]!]).toEqual([true, true, true, true]);
  const line = ofKind(drawing.marks, 'line').find(
    ({ stroke, through }) => stroke === 'text' && through.length > 2,
  )!;
  expect(line).toMatchObject({
    through: [
      ...[points[0]!.at, [x[1], y[0]], points[1]!.at],
      ...[[x[3], y[1]], points[3]!.at, [x[4], y[3]]],
    ],
  });
  expect(drawing.marks.find((m) => m.kind === 'point' && m.fill === 'accent')).toMatchObject({
    at: points[3]!.at,
    leadsTo: { config: 'h4' },
  });
  expect(drawing.description).toContain('0.9000, reached by config 4');
});

test('a span of the metric can be chosen', () => {
  const { selectable } = drawHistory(history([0.5, 0.9]), FRAME);
  expect(selectable).toMatchObject([
    { column: 'test_accuracy', along: 'y', scale: { kind: 'linear', from: 0.5, to: 0.9 } },
  ]);
});

test('what is not finite is left out', () => {
  const drawing = drawHistory(history([0.5, Number.NaN, Number.POSITIVE_INFINITY, 0.6]), FRAME);
  expect(drawing.marks.filter((m) => m.kind === 'point' && m.tip?.startsWith('smote'))).toHaveLength(2);
});

test('one config alone is drawn, and none says why', () => {
  const one = drawHistory(history([0.5]), FRAME);
  expect(one.marks.filter((m) => m.kind === 'point' && m.leadsTo)).toHaveLength(2);
  expect(outside(one)).toEqual([]);
  const none = drawHistory({ figure: 'history', ...NOTHING, points: [], best: [], places: 0 }, FRAME);
  expect(none.marks.some((m) => m.kind === 'text' && m.text.includes('No config has a value'))).toBe(true);
  const failed = drawHistory(history([Number.NaN, Number.NaN]), FRAME);
  expect(failed.description).toContain('No config has a value');
});

test('a sample, a condition and a single arm are said', () => {
  const data = { ...sampleHistory(20, 100_000), where: "arm = 'smote'" };
  const texts = textsOf(drawHistory(data, FRAME).marks);
  expect(texts).toContain("deck-mixing · a sample of 20 of 100,000 configs · where arm = 'smote'");
});

test('one value far off is drawn at the edge and said', () => {
  const means = [...Array.from({ length: 40 }, (_, i) => 0.5 + i / 1000), 1e9];
  const drawing = drawHistory({ ...history(means), best: [], maximize: false }, FRAME);
  expect(
    drawing.marks.some((m) => m.kind === 'text' && m.text.startsWith('1 config far from the others')),
  ).toBe(true);
  expect(drawing.selectable[0]!.scale).toMatchObject({ to: 0.54 });
});

test.each([320, 640, 1600])('at %i pixels nothing lies over anything or outside', (width) => {
  const drawing = drawHistory(sampleHistory(500), { width, height: 400 });
  expect(outside(drawing)).toEqual([]);
  expect(overlapping(drawing)).toEqual([]);
});

test('any data stays in its frame', () => {
  const data = fc.tuple(
    anyDrawn,
    fc.array(anyConfig, { maxLength: 30 }),
    fc.array(anyNumber, { maxLength: 5 }),
    fc.nat(50),
  );
  fc.assert(
    fc.property(data, anyFrame, ([drawn, configs, best, places], frame) => {
      const points = configs.map((one, i) => ({ ...one, place: i + 1 }));
      const steps = best.map((mean, i) => ({ place: i + 1, mean, hash: 'h' }));
      const drawing = drawHistory({ figure: 'history', ...drawn, points, best: steps, places }, frame);
      expect(outside(drawing)).toEqual([]);
    }),
  );
});
