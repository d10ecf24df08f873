import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stream } from '../random/stream.ts';
import { moderated, variancePrior } from './moderated.ts';

test('draws variances together as by the formulas of the paper, worked with SciPy', () => {
  const variances = [0.5, 1.2, 0.1, 3, 0.8, 9];
  const prior = variancePrior(variances, 3)!;
  expect(prior.df).toBeCloseTo(2.1896606902, 8);
  expect(prior.variance).toBeCloseTo(0.8961924549, 8);
  const expected = [0.667164502, 1.0718152345, 0.4359355119, 2.1123456896, 0.8405862444, 5.5807805401];
  variances.forEach((variance, i) => {
    const one = moderated(prior, variance, 3);
    expect(one.variance).toBeCloseTo(expected[i]!, 8);
    expect(one.df).toBeCloseTo(5.1896606902, 8);
  });
});

test('rows that differ no more than by chance share one variance, known by all of them', () => {
  const prior = variancePrior([1, 1.1, 0.9, 1], 4)!;
  expect(prior).toEqual({ variance: 1, df: Number.POSITIVE_INFINITY, most: 16 });
  expect(moderated(prior, 5, 4)).toEqual({ variance: 1, df: 16 });
});

test('finds what variances were drawn from', () => {
  const stream = new Stream([1, 2], 97);
  const chi = (df: number) =>
    Array.from({ length: df }, () => stream.normal() ** 2).reduce((a, b) => a + b, 0);
  const drawn = Array.from({ length: 4000 }, () => ((2 * 6) / chi(6)) * (chi(3) / 3));
  const prior = variancePrior(drawn, 3)!;
  expect(prior.df).toBeGreaterThan(5);
  expect(prior.df).toBeLessThan(7.2);
  expect(prior.variance).toBeGreaterThan(1.85);
  expect(prior.variance).toBeLessThan(2.15);
});

test('nothing is known before of no rows or rows of one value, and zeros are no trouble', () => {
  expect(variancePrior([], 3)).toBeNull();
  expect(variancePrior([1, 2], 0)).toBeNull();
  expect(variancePrior([0, 0, 0], 2)!.variance).toBe(0);
  expect(moderated(variancePrior([0, 0, 4], 1)!, 0, 1).variance).toBeGreaterThan(0);
});

test('a moderated variance lies between the common one and the own, with at least its own freedom', () => {
  const variance = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(variance, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      variance,
      (all, df, own) => {
        const prior = variancePrior(all, df)!;
        const one = moderated(prior, own, df);
        const [low, high] = [Math.min(prior.variance, own), Math.max(prior.variance, own)];
        expect(one.variance).toBeGreaterThanOrEqual(low * (1 - 1e-12));
        expect(one.variance).toBeLessThanOrEqual(high * (1 + 1e-12));
        expect(one.df).toBeGreaterThanOrEqual(df);
        expect(one.df).toBeLessThanOrEqual(Math.max(df, df * all.length));
      },
    ),
  );
});
