import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ColumnLayout } from '../dataset/layout.ts';
import { rowsFrom } from '../dataset/rows.ts';
import { Purpose, Stream } from '../random/stream.ts';
import { nominalInterpolator } from './interpolate-nominal.ts';

const number = (at: number, missing = false): ColumnLayout => ({
  ...{ kind: 'number', name: `x${at}`, at, width: 1, missing, imputed: 0.5 },
});
const category = (at: number, width: number, missing = false): ColumnLayout => ({
  ...{ kind: 'category', name: `c${at}`, at, width, missing, levels: [] },
});

/**
 * imbalanced-learn 0.14.2: SMOTENC(categorical_features=[3, 4], k_neighbors=5) of these 14 rows and 40 of another class; the
 * neighbours are nn_k_.kneighbors(rows)[:, 1:], the categories those that its `_generate_samples` makes of each row.
 */
const NUMBERS = [
  ...[0.625, 0.897, 0.776, 0.225, 0.3, 0.874, 0.005, 0.821, 0.797, 0.468, 0.303, 0.278, 0.255, 0.445, 0.505],
  ...[0.553, 0.996, 0.793, 0.622, 0.989, 0.215, 0.16, 0.613, 0.044, 0.036, 0.515, 0.466, 0.917, 0.629, 0.514],
  ...[0.497, 0.248, 0.012, 0.192, 0.692, 0.201, 0.37, 0.004, 0.83, 0.154, 0.268, 0.88],
];
const TOWNS = [0, 1, 2, 2, 2, 1, 0, 2, 1, 0, 0, 1, 2, 1];
const FLAGS = [1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0];
const NEIGHBORS = [
  ...[
    [5, 9, 6, 2, 4],
    [13, 4, 8, 12, 2],
    [4, 8, 1, 5, 0],
    [4, 7, 10, 11, 12],
    [8, 3, 1, 2, 11],
  ],
  ...[
    [0, 2, 6, 9, 4],
    [9, 11, 0, 7, 5],
    [11, 3, 4, 8, 10],
    [4, 11, 1, 2, 13],
    [6, 0, 3, 5, 4],
  ],
  ...[
    [3, 7, 4, 11, 8],
    [7, 8, 3, 4, 6],
    [13, 1, 4, 3, 8],
    [1, 12, 8, 4, 2],
  ],
];
/** Of rows 0, 6, 7 and 9 two towns have equally many neighbours: there it draws, and here the row's own goes first. */
const MADE_TOWNS = [0, 2, 1, 2, 1, 0, 0, 2, 1, 0, 2, 2, 1, 2];
const MADE_FLAGS = [1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1];

const COLUMNS = [number(0), number(1), number(2), category(3, 3), category(6, 1)];
const ROWS = Float32Array.from(
  TOWNS.flatMap((town, row) => [
    ...NUMBERS.slice(3 * row, 3 * row + 3),
    ...[0, 1, 2].map((level) => (level === town ? 1 : 0)),
    FLAGS[row]!,
  ]),
);

/** Takes that row, that neighbour and all of the way to it. */
const drawing = (row: number, neighbor: number) => {
  const draws = [row, neighbor];
  return { below: () => draws.shift()!, uniform: () => 1 };
};

describe('SMOTE-NC', () => {
  test.each(NEIGHBORS.map((nearest, row) => ({ row, nearest })))(
    'has the neighbours and makes the categories of imbalanced-learn: row $row',
    ({ row, nearest }) => {
      nearest.forEach((neighbor, n) => {
        const made = nominalInterpolator({ features: ROWS }, COLUMNS, rowsFrom(0, 14), 5)(1, drawing(row, n));
        for (const c of [0, 1, 2]) expect(made[c]).toBeCloseTo(ROWS[7 * neighbor + c]!, 6);
        expect([...made.subarray(3, 6)].indexOf(1)).toBe(MADE_TOWNS[row]);
        expect(made[6]).toBe(MADE_FLAGS[row]);
      });
    },
  );

  test('makes rows that the table could hold', () => {
    const columns = [number(0, true), category(2, 3, true), category(6, 1, true), category(8, 0, true)];
    const row = fc
      .tuple(fc.float({ min: 0, max: 1, noNaN: true }), fc.nat(1), fc.nat(3), fc.nat(2), fc.nat(1))
      .map(([x, missing, town, sex, gap]) => [
        ...(missing ? [0.5, 1] : [x, 0]),
        ...[0, 1, 2, 3].map((level) => (level === town ? 1 : 0)),
        ...(sex === 2 ? [0, 1] : [sex, 0]),
        gap,
      ]);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.nat(7), (rows, k) => {
        const features = Float32Array.from(rows.flat());
        const stream = new Stream([1, 2], Purpose.smotenc);
        const made = nominalInterpolator({ features }, columns, rowsFrom(0, rows.length), 1 + k)(12, stream);
        const known = new Set(rows.map((one) => one.slice(2, 6).join()));
        for (let at = 0; at < made.length; at += 9) {
          const [x, missing, ...rest] = made.subarray(at, at + 9);
          if (missing === 1) expect(x).toBe(0.5);
          expect(known).toContain(rest.slice(0, 4).join());
          expect(['0,0', '1,0', '0,1']).toContain(rest.slice(4, 6).join());
          expect([0, 1]).toContain(rest[6]);
        }
      }),
    );
  });

  test('where all columns are categories, neighbours differ in the fewest', () => {
    const columns = [category(0, 1), category(1, 1), category(2, 1)];
    const rows = Float32Array.of(0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0);
    const made = nominalInterpolator({ features: rows }, columns, rowsFrom(0, 4), 1)(1, drawing(0, 0));
    expect([...made]).toEqual([0, 0, 1]);
  });

  test('copies the only row of a class, and needs one', () => {
    const one = nominalInterpolator(
      { features: ROWS },
      COLUMNS,
      Uint32Array.of(3),
      5,
    )(2, new Stream([1, 2], Purpose.smotenc));
    expect([...one]).toEqual([...ROWS.subarray(21, 28), ...ROWS.subarray(21, 28)]);
    const none = () =>
      nominalInterpolator({ features: ROWS }, COLUMNS, new Uint32Array(), 5)(1, drawing(0, 0));
    expect(none).toThrow('at least one row');
  });
});
