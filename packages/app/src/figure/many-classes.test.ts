import { Stream } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { calibrationCurves, reliabilities } from './calibration.ts';
import { curvesOf, rankedClasses } from './rank-figures.ts';

const CLASSES = 12;
const names = Array.from({ length: CLASSES }, (_, k) => `c${k}`);

/** 600 rows of all classes but the last, the later ones the worse told from the others. */
function rows(seed: number) {
  const stream = new Stream([seed, 1], 0);
  const labels = Uint8Array.from({ length: 600 }, (_, i) => i % (CLASSES - 1));
  const probabilities = Float32Array.from(
    Array.from(labels, (label) => {
      const weights = names.map((_, k) => stream.uniform() + (k === label ? 0.9 - k * 0.07 : 0));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    }).flat(),
  );
  return { probabilities, labels };
}

test('of many classes those with the least area have curves, in their own order; what has no rows is said', () => {
  const replicates = [1, 2].map((trial) => {
    const curves = curvesOf(rows(trial), CLASSES, 'roc');
    expect(curves.at(-1)).toBeNull();
    return { trial, classes: names, curves };
  });
  const { curves, notes } = rankedClasses(replicates);
  expect(curves.map(({ of }) => of)).toEqual(names.slice(3, 11));
  expect(curves.every(({ replicates: own }) => own.length === 2)).toBe(true);
  expect(notes).toEqual([
    '8 of 11 classes: those with the least area.',
    '1 class without rows there, or alone, has no curve.',
  ]);
});

test('of many classes those with the largest error have a calibration curve, beside that of the predicted class', () => {
  const { curves, notes } = calibrationCurves(
    names,
    [1, 2].map((seed) => reliabilities(rows(seed), CLASSES)),
  );
  expect(curves).toHaveLength(8);
  expect(curves[0]!.of).toBe('the predicted class');
  expect(notes).toEqual(['7 of 12 classes: those with the largest error.']);
  const places = curves.slice(1).map(({ of }) => names.indexOf(of));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
