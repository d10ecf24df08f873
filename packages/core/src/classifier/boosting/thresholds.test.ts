import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binOf, thresholds } from './thresholds.ts';

const cutsOf = (values: readonly number[], bins: number, weights: readonly number[] | null = null) => [
  ...thresholds(Float32Array.from(values), weights && Float32Array.from(weights), bins),
];

test('cuts lie midway between few values', () => {
  expect(cutsOf([3, 1, 2, 1], 255)).toEqual([1.5, 2.5]);
  expect(cutsOf([1, Number.NaN, 1], 255)).toEqual([]);
  expect(cutsOf([], 255)).toEqual([]);
  expect(cutsOf([0, -0], 255)).toEqual([]);
});

test('cuts are at quantiles of many values, averaged where the distribution jumps there', () => {
  // numpy.percentile([1 .. 9], [25, 50, 75], method='averaged_inverted_cdf'), and of [1 .. 8].
  expect(cutsOf([1, 2, 3, 4, 5, 6, 7, 8, 9], 4)).toEqual([3, 5, 7]);
  expect(cutsOf([8, 7, 6, 5, 4, 3, 2, 1], 4)).toEqual([2.5, 4.5, 6.5]);
  expect(cutsOf([1, 1, 1, 1, 1, 1, 2, 3], 2)).toEqual([1]);
  expect(cutsOf([1, 2, 3], 2, [4, 0, 4])).toEqual([2]);
  expect(cutsOf([1, 2, 3, 4], 2, [1, 1, 1, 9])).toEqual([]);
});

test('neighbouring values of float32 are told apart, and those of either end', () => {
  const values = [1, 1 + 2 ** -23, -1e-45, 0, 1e-45, 3.4e38, 3.399999e38, -3.4e38];
  const sorted = Float32Array.from(values).sort();
  const cuts = thresholds(Float32Array.from(values), null, 255);
  expect(cuts).toHaveLength(7);
  for (const [i, value] of sorted.entries()) expect(binOf(cuts, cuts.length, value)).toBe(i);
});

test('no more bins than asked for, each with a value, in the order of values', () => {
  const value = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 2, max: 40 }),
      (values, bins) => {
        const cuts = thresholds(Float32Array.from(values), null, bins);
        expect(cuts.length).toBeLessThan(bins);
        const sorted = Float32Array.from(values).sort();
        const of = [...sorted].map((x) => binOf(cuts, cuts.length, x));
        expect(of).toEqual(of.toSorted((a, b) => a - b));
        expect(new Set(of).size).toBe(cuts.length + 1);
      },
    ),
  );
});
