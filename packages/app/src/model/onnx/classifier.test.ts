import {
  type Cells,
  headOutputs,
  type PreparedColumn,
  predictClasses,
  prepareCells,
  preparedWidth,
  type TrainedClassifier,
} from '@latentsweep/core';
import { InferenceSession } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { classifierOnnx } from './classifier.ts';
import { feedsOf } from './fixtures/feeds.ts';

/** One column of each kind that a table may have. */
const COLUMNS: readonly PreparedColumn[] = [
  {
    ...{ kind: 'number', name: 'ties', width: 1, missing: 1, imputed: 0.4 },
    scale: { kind: 'quantile', quantiles: Float64Array.of(-2, -2, 0.1, 0.1, 0.1, 3, 7.5, 1e6, 1e6) },
  },
  {
    ...{ kind: 'number', name: 'clipped, "quoted"', width: 1, missing: null, imputed: 0.25 },
    scale: { kind: 'minmax', low: -1.5, high: 8 },
  },
  { kind: 'number', name: 'plain', width: 1, missing: null, imputed: 0, scale: { kind: 'none' } },
  { kind: 'number', name: 'alike', width: 1, missing: 0, imputed: 0, scale: { kind: 'constant' } },
  { kind: 'number', name: 'nothing', width: 0, missing: null, imputed: 0, scale: { kind: 'constant' } },
  {
    ...{ kind: 'category', name: 'état', width: 4, missing: 1 },
    levels: ['a', 'b', '日本', 'never'],
    known: [true, true, true, false],
  },
  { kind: 'category', name: 'two', width: 1, missing: null, levels: ['no', 'yes'], known: [true, true] },
  { kind: 'category', name: 'one', width: 0, missing: 1, levels: ['x'], known: [true] },
];
const WIDTH = preparedWidth(COLUMNS);

const CELLS: readonly Cells[] = [
  Float64Array.of(-5, -2, -1, 0.1, 0.2, 3, 5, Number.NaN, 1e6, 2e6, 0.09),
  Float64Array.of(-9, -1.5, 0, 1, 2, 3, 8, 9, Number.NaN, 1e300, -1e300),
  Float64Array.of(0, 1, 0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, Number.NaN, 0.9),
  Float64Array.of(1, 1, 1, Number.NaN, 1, 1, 2, 1, 1, 1, 1),
  new Float64Array(11),
  ['a', 'b', '日本', 'never', 'unseen', null, 'a', 'b', '日本', null, 'A'],
  ['no', 'yes', null, 'perhaps', 'yes', 'no', 'yes', 'no', 'yes', 'no', 'yes'],
  ['x', null, 'x', 'y', 'x', 'x', 'x', null, 'x', 'x', 'x'],
];
const ROWS = 11;

/** Numbers about zero, the same ones each time. */
const some = (count: number, seed: number) =>
  Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104729) % 2003) - 1001) / 700);

const network = (classes: number, hidden: readonly number[]): TrainedClassifier => {
  const sizes = [WIDTH, ...hidden, headOutputs(classes)];
  const size = sizes.slice(1).reduce((sum, units, i) => sum + (sizes[i]! + 1) * units, 0);
  return {
    kind: 'network',
    network: { features: WIDTH, classes, hidden: hidden.map((units) => ({ kind: 'dense', units })) },
    parameters: Float32Array.from(some(size, classes)),
  };
};

const linear = (classes: number, platt: boolean, shift: readonly number[] | null): TrainedClassifier => {
  const outputs = headOutputs(classes);
  return {
    kind: 'linear',
    shift,
    model: {
      ...{ kind: platt ? 'linear_svm' : 'logistic', columns: WIDTH, classes },
      weights: Array.from({ length: outputs }, (_, k) => some(WIDTH, k + 3)),
      intercepts: some(outputs, 5),
      platt: platt ? some(outputs, 9).map((offset) => ({ slope: 1.3, offset })) : null,
    },
  };
};

const trees = (classes: number, shift: readonly number[] | null): TrainedClassifier => ({
  kind: 'trees',
  shift,
  model: {
    ...{ classes, columns: WIDTH, baseline: some(headOutputs(classes), 2) },
    trees: Array.from({ length: 40 * headOutputs(classes) }, (_, t) => ({
      column: [t % WIDTH, (t * 3) % WIDTH, -1, -1, -1],
      threshold: [((t * 37) % 100) / 100, t % 9 === 0 ? null : ((t * 53) % 100) / 100, null, null, null],
      missingLeft: [t % 2 === 0, false, false, false, false],
      left: [1, 3, 0, 0, 0],
      right: [2, 4, 0, 0, 0],
      value: [0, 0, ...some(3, t).map((value) => value / 9)],
    })),
  },
});

const CLASSIFIERS: readonly (readonly [string, TrainedClassifier])[] = [
  ['a network of no hidden layer', network(2, [])],
  ['a network', network(2, [5, 3])],
  ['a network of four classes', network(4, [6])],
  ['a logistic regression', linear(2, false, null)],
  ['a shifted logistic regression', linear(2, false, [0, 1.7])],
  ['a shifted logistic regression of three classes', linear(3, false, [0, 1, 2])],
  ['a shifted SVM', linear(2, true, [0.2, -1])],
  ['a shifted SVM of three classes', linear(3, true, [0, 1, 2])],
  ['trees', trees(2, null)],
  ['shifted trees', trees(2, [0, 3])],
  ['shifted trees of three classes', trees(3, [0, -1, 1])],
];

describe('onnxruntime, of a table’s cells', () => {
  test.each(CLASSIFIERS)('%s', async (_, classifier) => {
    const classes = classifier.kind === 'network' ? classifier.network.classes : classifier.model.classes;
    const names = Array.from({ length: classes }, (__, k) => `class ${k}`);
    const session = await InferenceSession.create(classifierOnnx(COLUMNS, classifier, names));
    const answer = await session.run(feedsOf(COLUMNS, CELLS, ROWS));
    const wanted = predictClasses(classifier, prepareCells(COLUMNS, CELLS, ROWS), ROWS);
    const got = answer['probabilities']!;
    expect(got.dims).toEqual([ROWS, classes]);
    const values = Array.from(got.data as Float32Array);
    values.forEach((value, i) => {
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-6);
    });
    // Rows differ, or the comparison would say little.
    expect(new Set(values.map((value) => value.toFixed(5))).size).toBeGreaterThan(ROWS / 2);
    const best = Array.from(answer['class']!.data as BigInt64Array, Number);
    best.forEach((k, row) => {
      const own = values.slice(row * classes, (row + 1) * classes);
      expect(own[k]).toBe(Math.max(...own));
    });
    await session.release();
  });
});
