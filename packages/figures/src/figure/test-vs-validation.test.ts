import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mark } from '../drawing.ts';
import { anyConfig, anyDrawn, anyFrame, anyNumber, FRAME, NOTHING } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN, sampleTestVsValidation } from '../fixtures/sample.ts';
import { drawTestVsValidation, type TestVsValidationData } from './test-vs-validation.ts';

const NAMES = { test: 'test_accuracy', validation: 'val_accuracy' };
const both = (...pairs: (readonly [validation: number, test: number])[]): TestVsValidationData => {
  const points = pairs.map(([validation, t], i) => ({
    ...{ hash: `h${i}`, arm: 'smote', mean: t, half: null, n: 3, validation, test: t },
  }));
  const best = (key: 'test' | 'validation') => points.toSorted((a, b) => b[key] - a[key])[0] ?? null;
  return {
    ...{ figure: 'test-vs-validation', ...DRAWN, ...NAMES, points, rankCorrelation: 0.5 },
    bestByTest: best('test'),
    bestByValidation: best('validation'),
  };
};
const points = (marks: readonly Mark[]) =>
  ofKind(marks, 'point').filter(({ tip }) => tip?.startsWith('smote'));

test('both have one scale, so that equals lie on the diagonal', () => {
  const { marks, selectable } = drawTestVsValidation(both([0.5, 0.5], [1, 0.5], [0.75, 1]), FRAME);
  const [x, y] = selectable;
  expect([x!.column, y!.column]).toEqual(['val_accuracy', 'test_accuracy']);
  expect(x!.scale).toEqual(y!.scale);
  expect(points(marks).map(({ at }) => at)).toEqual([
    [x!.x, y!.y + y!.height],
    [x!.x + x!.width, y!.y + y!.height],
    [x!.x + x!.width / 2, y!.y],
  ]);
  const diagonal = marks.find((m) => m.kind === 'line' && m.dashed);
  expect(diagonal).toMatchObject({
    through: [
      [x!.x, y!.y + y!.height],
      [x!.x + x!.width, y!.y],
    ],
  });
});

test('what choosing by validation costs is said and marked', () => {
  const { marks, description } = drawTestVsValidation(both([0.9, 0.6], [0.7, 0.8], [0.5, 0.5]), FRAME);
  expect(textsOf(marks)).toEqual(
    expect.arrayContaining(['chosen by validation: 0.6000', 'best by test: 0.8000']),
  );
  expect(description).toContain(
    'has val_accuracy 0.9000 and test_accuracy 0.6000; the best of all by test has 0.8000',
  );
  expect(description).toContain('(Spearman): 0.50');
});

test('where both choose the same config it is marked once', () => {
  const { marks } = drawTestVsValidation(both([0.9, 0.9], [0.7, 0.8]), FRAME);
  expect(marks.filter((m) => m.kind === 'point' && m.fill === 'accent')).toHaveLength(1);
  expect(textsOf(marks)).toContain('chosen by either: 0.9000');
});

test('one config, one value everywhere, configs without a number, none', () => {
  for (const data of [both([0.5, 0.5]), both([0.5, 0.5], [0.5, 0.5])]) {
    const drawing = drawTestVsValidation(data, FRAME);
    expect(points(drawing.marks)).toHaveLength(data.points.length);
    expect(outside(drawing)).toEqual([]);
  }
  expect(
    points(
      drawTestVsValidation(both([0.5, Number.NaN], [Number.POSITIVE_INFINITY, 0.5], [0.5, 0.6]), FRAME).marks,
    ),
  ).toHaveLength(1);
  const none = { ...both(), ...NOTHING, rankCorrelation: null };
  expect(drawTestVsValidation(none, FRAME).description).toContain(
    'No config has both test_accuracy and val_accuracy',
  );
});

test.each([320, 640, 1600])('at %i pixels nothing lies outside', (width) => {
  const drawing = drawTestVsValidation(sampleTestVsValidation(300), { width, height: 420 });
  expect(outside(drawing)).toEqual([]);
  const labels = drawing.marks.filter((m) => m.kind !== 'text' || m.ink !== 'accent');
  expect(overlapping({ ...drawing, marks: labels })).toEqual([]);
});

test('any data stays in its frame', () => {
  const point = fc
    .tuple(anyConfig, anyNumber, anyNumber)
    .map(([config, t, validation]) => ({ ...config, test: t, validation }));
  fc.assert(
    fc.property(
      anyDrawn,
      fc.array(point, { maxLength: 12 }),
      fc.option(point),
      fc.option(point),
      fc.option(anyNumber),
      anyFrame,
      (drawn, some, a, b, rankCorrelation, frame) => {
        const data = {
          figure: 'test-vs-validation',
          ...drawn,
          ...NAMES,
          points: some,
          bestByTest: a,
          bestByValidation: b,
          rankCorrelation,
        } as const;
        expect(outside(drawTestVsValidation(data, frame))).toEqual([]);
      },
    ),
  );
});
