import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../sha256.ts';
import type { FittingRows } from '../classifier.ts';
import { fitLinearSvm } from './linear-svm.ts';
import { fitLogistic } from './logistic.ts';
import type { FittedLinear } from './model.ts';
import { GRADIENT_NORM } from './objective.ts';
import { VECTORS } from './scikit-learn.vectors.ts';

const FITS = { logistic: fitLogistic, linear_svm: fitLinearSvm };
const KINDS = ['logistic', 'linear_svm'] as const;

const rowsOf = (
  features: readonly number[],
  labels: readonly number[],
  columns: number,
  classes: number,
  weights: readonly number[] | null = null,
): FittingRows => ({
  features: Float32Array.from(features),
  labels: Uint8Array.from(labels),
  weights: weights && Float32Array.from(weights),
  count: labels.length,
  columns,
  classes,
});

const flat = ({ model }: FittedLinear) => [...model.weights.flat(), ...model.intercepts];
const largest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe.each(VECTORS)('$name', (vector) => {
  it('has the optimum of scikit-learn', () => {
    const { features, labels, columns, classes, sampleWeights, kind, l2 } = vector;
    const fitted = FITS[kind](rowsOf(features, labels, columns, classes, sampleWeights), { l2 });
    expect(fitted.fit.converged).toBe(true);
    expect(fitted.fit.gradientNorm).toBeLessThanOrEqual(GRADIENT_NORM);
    expect(largest(flat(fitted), [...vector.weights.flat(), ...vector.intercepts])).toBeLessThan(2e-5);
  });
});

/** Rows with noise, of every class at least one. */
const anyRows = fc
  .record({
    columns: fc.integer({ min: 1, max: 5 }),
    classes: fc.integer({ min: 2, max: 4 }),
    count: fc.integer({ min: 6, max: 60 }),
  })
  .chain(({ columns, classes, count }) =>
    fc.record({
      columns: fc.constant(columns),
      classes: fc.constant(classes),
      features: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
        minLength: count * columns,
        maxLength: count * columns,
      }),
      labels: fc
        .array(fc.nat(classes - 1), { minLength: count, maxLength: count })
        .map((labels) => labels.map((label, i) => (i < classes ? i : label))),
      weights: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: count, maxLength: count }),
      l2: fc.double({ min: 0.05, max: 5, noNaN: true }),
    }),
  );

describe.each(KINDS)('%s', (kind) => {
  const fit = FITS[kind];

  it('takes a weight of n for n equal rows, whatever the order of rows', () => {
    fc.assert(
      fc.property(anyRows, ({ columns, classes, features, labels, weights, l2 }) => {
        const repeated = labels
          .flatMap((_, row) => Array.from({ length: weights[row]! }, () => row))
          .reverse();
        const one = fit(rowsOf(features, labels, columns, classes, weights), { l2 });
        const other = fit(
          rowsOf(
            repeated.flatMap((row) => features.slice(row * columns, (row + 1) * columns)),
            repeated.map((row) => labels[row]!),
            columns,
            classes,
          ),
          { l2 },
        );
        expect(one.fit.converged && other.fit.converged).toBe(true);
        expect(largest(flat(one), flat(other))).toBeLessThan(1e-3);
      }),
      { numRuns: 60 },
    );
  });

  it('is at its end where everything can be told apart, with a column that says nothing', () => {
    const count = 50;
    const features = Array.from({ length: count }, (_, i) => [i / count, 1, 0]).flat();
    const labels = Array.from({ length: count }, (_, i) => Number(i >= 30));
    const fitted = fit(rowsOf(features, labels, 3, 2), { l2: 1e-6 });
    expect(fitted.fit.converged).toBe(true);
    const predicted = fitted.predict(Float32Array.from(features), count);
    expect(Array.from(predicted, (p) => Number(p >= 0.5))).toEqual(labels);
    expect(fitted.model.weights[0]![2]).toBe(0);
  });

  it('never predicts a class that no row had', () => {
    const features = Array.from({ length: 30 }, (_, i) => (i * 7) % 30);
    const labels = features.map((x) => (x < 15 ? 0 : 2));
    const fitted = fit(
      rowsOf(
        features.map((x) => x / 30),
        labels,
        1,
        3,
      ),
      { l2: 0.1 },
    );
    const predicted = fitted.predict(Float32Array.of(0.1, 0.9), 2);
    expect(predicted[1]).toBeLessThan(0.1);
    expect(predicted[4]).toBeLessThan(0.1);
    const one = fit(rowsOf([0.2, 0.4, 0.6], [0, 0, 0], 1, 2), { l2: 1 });
    expect(one.predict(Float32Array.of(0.5), 1)[0]).toBeLessThan(0.5);
  });

  it('takes values of any size, and columns by the thousand', () => {
    const draw = (i: number) => ((i * 2654435761) % 4294967296) / 4294967296;
    const wild = Array.from({ length: 200 }, (_, i) => [draw(i) * 1e10, draw(i + 500) * 1e-6]).flat();
    const labels = Array.from({ length: 200 }, (_, i) => Number(draw(i) + 0.3 * draw(i + 1000) > 0.6));
    expect(fit(rowsOf(wild, labels, 2, 2), { l2: 1 }).fit.converged).toBe(true);
    const columns = 1000;
    const wide = Array.from({ length: 60 * columns }, (_, i) => draw(i + 7));
    const many = fit(rowsOf(wide, labels.slice(0, 60), columns, 2), { l2: 1 });
    expect(many.fit.converged).toBe(true);
  });

  it('gives probabilities that sum to one, and refuses rows of another width', () => {
    fc.assert(
      fc.property(anyRows, ({ columns, classes, features, labels, l2 }) => {
        const rows = rowsOf(features, labels, columns, classes);
        const predicted = fit(rows, { l2 }).predict(rows.features, rows.count);
        const outputs = classes === 2 ? 1 : classes;
        for (let row = 0; row < rows.count; row++) {
          const own = predicted.subarray(row * outputs, (row + 1) * outputs);
          const sum = own.reduce((total, p) => total + p, 0);
          expect(own.every((p) => p >= 0 && p <= 1)).toBe(true);
          if (outputs > 1) expect(sum).toBeCloseTo(1, 5);
        }
      }),
      { numRuns: 30 },
    );
    const fitted = fit(rowsOf([0, 1], [0, 1], 1, 2), { l2: 1 });
    expect(() => fitted.predict(new Float32Array(3), 2)).toThrow(RangeError);
    expect(() => fit(rowsOf([0, 1], [0, 1], 1, 2, [0, 0]), { l2: 1 })).toThrow(RangeError);
  });
});

/** The same on every machine. They change where an addition changes its place, and then results of stored sweeps do. */
it.each([
  ['logistic', 9500, 6, 2, '6b25e853b926c5e4'],
  ['logistic', 700, 5, 3, 'd14808056b92320e'],
  ['linear_svm', 700, 9, 2, 'a1c6483061087573'],
] as const)(
  '%s of %i rows of %i columns and %i classes has these bits',
  (kind, count, columns, classes, bits) => {
    const draw = (i: number) => ((i * 2654435761) % 4294967296) / 4294967296;
    const features = Array.from({ length: count * columns }, (_, i) => draw(i));
    const labels = Array.from({ length: count }, (_, row) =>
      Math.floor(classes * (0.7 * features[row * columns + 1]! + 0.3 * draw(row * 13))),
    );
    const { model } = FITS[kind](rowsOf(features, labels, columns, classes), { l2: 0.5 });
    expect(sha256Of(JSON.stringify(model)).slice(0, 16)).toBe(bits);
  },
);

it.each(KINDS)('%s of no columns knows the shares of the classes', (kind) => {
  const fitted = FITS[kind](rowsOf([], [0, 1, 1, 1], 0, 2), { l2: 1 });
  expect(fitted.fit.converged).toBe(true);
  const [p] = fitted.predict(new Float32Array(0), 1);
  if (kind === 'logistic') expect(p).toBeCloseTo(0.75, 6);
  else expect(p).toBeGreaterThan(0.5);
});
