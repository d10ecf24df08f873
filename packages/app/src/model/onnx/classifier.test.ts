import { headOutputs, predictClasses, prepareCells, type TrainedClassifier } from '@latentsweep/core';
import { InferenceSession } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { classifierOnnx } from './classifier.ts';
import { CELLS, COLUMNS, ROWS, WIDTH } from './fixtures/columns.ts';
import { feedsOf } from './fixtures/feeds.ts';

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
  test('columns that are called as outputs are', async () => {
    const columns = ['class', 'class_', 'probabilities'].map((name) => ({ ...COLUMNS[2]!, name }));
    const model: TrainedClassifier = {
      ...{ kind: 'linear', shift: null },
      model: {
        ...{ kind: 'logistic', columns: 3, classes: 2, platt: null },
        ...{ weights: [[1, 2, 3]], intercepts: [-3] },
      },
    };
    const session = await InferenceSession.create(classifierOnnx(columns, model, ['no', 'yes']));
    expect(session.outputNames).toEqual(['probabilities_', 'class__']);
    const cells = [
      [0, 1],
      [0, 1],
      [0, 1],
    ].map((each) => Float64Array.from(each));
    const answer = await session.run(feedsOf(columns, cells, 2));
    expect(Array.from(answer['class__']!.data as BigInt64Array, Number)).toEqual([0, 1]);
    await session.release();
  });

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
