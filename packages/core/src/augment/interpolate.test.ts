import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Purpose, Stream } from '../random/stream.ts';
import { interpolator } from './interpolate.ts';
import { Neighbors } from './neighbors.ts';

/**
 * imbalanced-learn 0.14.2: SMOTE(k_neighbors=3, random_state=5).fit_resample on these 10 rows and 16 rows of
 * another class; the neighbours are nn_k_.kneighbors(rows)[:, 1:], the draws those of its random state.
 */
const ROWS = Float32Array.of(
  0.078125,
  0.234375,
  0.796875,
  0.578125,
  0.09375,
  0.4375,
  0.484375,
  0.15625,
  0.734375,
  0.109375,
  0.390625,
  0.515625,
  0.4375,
  0.59375,
  0.734375,
  0.953125,
  0.28125,
  0.65625,
  0.703125,
  0.296875,
  0,
  0.484375,
  0.15625,
  0.734375,
  0.890625,
  0.578125,
  0.46875,
  0.765625,
  0.03125,
  0.703125,
);
const NEIGHBORS = [
  [3, 7, 2],
  [7, 2, 9],
  [7, 9, 1],
  [0, 4, 2],
  [7, 2, 3],
  [9, 8, 1],
  [1, 8, 5],
  [7, 9, 1],
  [5, 4, 1],
  [7, 2, 5],
];
const DRAWS = {
  rows: [1, 4, 5, 9, 2, 7],
  neighbors: [0, 2, 0, 2, 0, 1],
  places: [
    0.9186109079379216, 0.48841118879482914, 0.6117438629026457, 0.7659078564803156, 0.5184179878729432,
    0.29680050157622195,
  ],
};
const NEW_ROWS = [
  0.49200523, 0.15116318, 0.71021261, 0.27724008, 0.49454148, 0.62753505, 0.83842303, 0.12831403, 0.68492549,
  0.90923272, 0.22272696, 0.66722307, 0.484375, 0.15625, 0.734375, 0.56785014, 0.11914994, 0.72509998,
];

const stream = () => new Stream([1, 2], Purpose.smote);
const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

test('the neighbours of imbalanced-learn', () => {
  const search = new Neighbors(ROWS, 3, 3);
  // Row 7 equals row 2, so either may stand for the other (and for itself: scikit-learn drops the first found).
  const same = (row: number) => (row === 7 ? 2 : row);
  NEIGHBORS.forEach((expected, row) => {
    expect(Array.from(search.nearest(row), same)).toEqual(expected.map(same));
  });
});

test('the rows of imbalanced-learn from its draws', () => {
  const integers = DRAWS.rows.flatMap((row, i) => [row, DRAWS.neighbors[i]!]);
  const places = [...DRAWS.places];
  const draws = { below: () => integers.shift()!, uniform: () => places.shift()! };
  const made = interpolator({ features: ROWS }, 3, all(10), 3)(6, draws);
  made.forEach((value, i) => {
    expect(value).toBeCloseTo(NEW_ROWS[i]!, 6);
  });
});

test('the tree finds what comparing with every row finds, ties by the lower number', () => {
  const points = fc.array(fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6)), { minLength: 6, maxLength: 300 });
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 5 }), (rows, k) => {
      const search = new Neighbors(Float32Array.from(rows.flat()), 3, k);
      rows.forEach((row, r) => {
        if (r % 7 !== 0) return;
        const distance = (other: readonly number[]) =>
          other.reduce((sum, value, c) => sum + (value - row[c]!) * (value - row[c]!), 0);
        const expected = rows
          .map((other, i) => ({ i, d: distance(other) }))
          .filter(({ i }) => i !== r)
          .sort((a, b) => a.d - b.d || a.i - b.i)
          .slice(0, k);
        expect(Array.from(search.nearest(r))).toEqual(expected.map(({ i }) => i));
      });
    }),
  );
});

test('new rows lie between rows of the class', () => {
  const features = Float32Array.of(9, 9, 0, 0, 9, 9, 1, 1, 9, 9, 2, 2);
  const made = interpolator({ features }, 2, Uint32Array.of(1, 3, 5), 5)(50, stream());
  expect(made).toHaveLength(100);
  for (let i = 0; i < made.length; i += 2) {
    expect(made[i]).toBe(made[i + 1]);
    expect(made[i]).toBeLessThanOrEqual(2);
  }
  expect(new Set(made).size).toBeGreaterThan(40);
});

test('one row is copied, no row is refused, nothing asked is nothing made', () => {
  const one = interpolator({ features: Float32Array.of(1, 2) }, 2, Uint32Array.of(0), 5)(2, stream());
  expect(Array.from(one)).toEqual([1, 2, 1, 2]);
  const none = new Uint32Array(0);
  expect(() => interpolator({ features: ROWS }, 3, none, 5)(1, stream())).toThrow(RangeError);
  expect(interpolator({ features: ROWS }, 3, none, 5)(0, stream())).toHaveLength(0);
});

test('more new rows begin with the fewer', () => {
  const make = (count: number) => interpolator({ features: ROWS }, 3, all(10), 5)(count, stream());
  expect(Array.from(make(40).subarray(0, 30))).toEqual(Array.from(make(10)));
});
