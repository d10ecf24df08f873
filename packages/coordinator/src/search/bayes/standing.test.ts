import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standingsOf } from './standing.ts';

const finished = (place: number, mean: number | null, n = 1, sd: number | null = null, violation = 0) => ({
  ...{ place, mean, n, sd, violation },
  config: {},
});

test('what breaks a constraint is behind all that keep them, the more it breaks the farther', () => {
  const history = [
    finished(0, 0.9, 1, null, 0.2),
    finished(1, 0.1),
    finished(2, 0.95, 1, null, 0.1),
    finished(3, 0.3),
    finished(4, 0.99, 1, null, 0.2),
  ];
  for (const given of [history, history.toReversed()]) {
    expect(standingsOf(given).map((one) => one.finished.place)).toEqual([3, 1, 2, 4, 0]);
  }
});

test('what a race dropped stands nowhere, whatever its mean is', () => {
  const history = [
    finished(0, 0.2, 4, 0.1),
    { ...finished(1, 0.9, 2, 0.1), pruned: true },
    finished(2, 0.3, 4, 0.1),
  ];
  expect(standingsOf(history).map((one) => one.finished.place)).toEqual([2, 0]);
  expect(standingsOf(history)).toEqual(standingsOf(history.filter((_, i) => i !== 1)));
});

test('the best first, of equals the earlier; those without a finite mean are left out', () => {
  const history = [
    finished(0, 0.2),
    finished(1, 0.9),
    finished(2, null, 0),
    finished(3, Number.NaN),
    finished(4, 0.9),
    finished(5, Number.POSITIVE_INFINITY),
  ];
  for (const given of [history, history.toReversed()]) {
    expect(standingsOf(given).map((one) => one.finished.place)).toEqual([1, 4, 0]);
  }
});

test('a mean over few replicates is drawn to that of all', () => {
  // Means have the variance 0.02, of which replicates explain 0.01 (1 / 8 + 1 / 8 + 1 / 2) / 3 = 0.0025.
  const history = [finished(0, 0.4, 8, 0.1), finished(1, 0.54, 8, 0.1), finished(2, 0.68, 2, 0.1)];
  const variance = 0.14 ** 2;
  const between = variance - 0.01 * ((1 / 8 + 1 / 8 + 1 / 2) / 3);
  const drawn = (mean: number, n: number) => 0.54 + (mean - 0.54) * (between / (between + 0.01 / n));
  const values = standingsOf(history).map((one) => one.values[0]);
  expect(values[0]).toBeCloseTo(drawn(0.68, 2), 12);
  expect(values[2]).toBeCloseTo(drawn(0.4, 8), 12);
});

test('a lucky single trial stands behind a mean of many', () => {
  const usual = Array.from({ length: 10 }, (_, i) => finished(i, 0.5 + i / 100, 8, 0.3));
  const [first] = standingsOf([...usual, finished(10, 0.62, 1), finished(11, 0.615, 8, 0.3)]);
  expect(first?.finished.place).toBe(11);
});

test('with as many replicates each, the order is that of the means', () => {
  const result = fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 2, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(result, { maxLength: 30 }), fc.integer({ min: 2, max: 9 }), (results, n) => {
      const history = results.map(([mean, sd], place) => finished(place, mean, n, sd));
      const byMean = history.toSorted((a, b) => b.mean! - a.mean! || a.place - b.place);
      expect(standingsOf(history).map((one) => one.finished.place)).toEqual(byMean.map(({ place }) => place));
    }),
  );
});
