import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitScale, median } from './scale.ts';

const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

/** scikit-learn 1.9.1, QuantileTransformer(n_quantiles=40, output_distribution='uniform') on these 40 values. */
const SAMPLE = [
  0, 0, 1, 0.2, 0.6, 1.1, 0.2, 0, 1.2, 7.7, 1, 0, 1.9, 3.6, 0.7, 0.7, 0, 0.8, 0.8, 0, 0.5, 0.6, 0.1, 0.7, 1.2,
  0, 0.8, 0.8, 2.7, 1.9, 0, 8.3, 0, 0, 0, 1.2, 0.3, 1.8, 0, 0.5,
];
const SAMPLE_POINTS = [-5, 0, 0.05, 0.4, 0.5, 0.8, 1, 1.1, 1.25, 2, 2.2, 3, 99];
const SAMPLE_QUANTILES = [
  0, 0, 0.2948717949, 0.3974358974, 0.4230769231, 0.6282051282, 0.7051282051, 0.7435897436, 0.8226495726,
  0.9006410256, 0.9070512821, 0.9316239316, 1,
];

test('quantiles as in scikit-learn, with ties', () => {
  const scale = fitScale('quantile', ascending(SAMPLE));
  SAMPLE_POINTS.forEach((point, i) => {
    expect(scale(point)).toBeCloseTo(SAMPLE_QUANTILES[i]!, 9);
  });
});

/** The same with n_quantiles=1000 on 5,000 values: quantiles between the values. */
test('quantiles as in scikit-learn, more rows than quantiles', () => {
  const values = Array.from({ length: 5000 }, (_, i) => ((i * 7919) % 5003) ** 2 / 1e3);
  const scale = fitScale('quantile', ascending(values));
  const points = [0, 1e-3, 0.5, 17.3, 1000, 5000.25, 12345.6, 24000, 25000, 26000];
  const expected = [
    0, 3.99696e-5, 0.0044452574, 0.0263072367, 0.2000396547, 0.4469138723, 0.7024664806, 0.9793916501,
    0.9995997998, 1,
  ];
  points.forEach((point, i) => {
    expect(scale(point)).toBeCloseTo(expected[i]!, 9);
  });
});

test('minmax leaves half a percent outside at either end', () => {
  const values = Float64Array.from({ length: 201 }, (_, i) => (i === 200 ? 1e12 : i));
  const scale = fitScale('minmax', values);
  expect([-7, 1, 100, 199, 1e12].map(scale)).toEqual([0, 0, 0.5, 1, 1]);
});

test('minmax of a rare value takes the extremes', () => {
  const rare = new Float64Array(1000);
  rare[999] = 4;
  expect([0, 1, 4, 9].map(fitScale('minmax', rare))).toEqual([0, 0.25, 1, 1]);
});

test('none changes nothing; a constant is 0', () => {
  expect([-3, 0.5].map(fitScale('none', Float64Array.of(1, 2)))).toEqual([-3, 0.5]);
  for (const scale of ['quantile', 'minmax'] as const) {
    expect([6, 7, 8].map(fitScale(scale, Float64Array.of(7, 7)))).toEqual([0, 0, 0]);
  }
});

test('monotone, inside [0, 1], finite, for any doubles', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
  const samples = fc.array(doubles, { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.constantFrom('quantile', 'minmax'), samples, samples, (kind, fitted, points) => {
      const scaled = Array.from(ascending(points), fitScale(kind, ascending(fitted)));
      scaled.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(i === 0 ? 0 : scaled[i - 1]!);
        expect(value).toBeLessThanOrEqual(1);
      });
    }),
  );
});

test('a step that is no double', () => {
  const scale = fitScale('quantile', Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE / 2));
  expect([-Number.MAX_VALUE, 0, Number.MAX_VALUE / 2].map(scale)).toEqual(
    [0, 2 / 3, 1].map((x) => expect.closeTo(x, 9)),
  );
});

test('median', () => {
  expect(median(Float64Array.of(1, 2, 4, 100))).toBe(3);
  expect(median(Float64Array.of(5))).toBe(5);
});
