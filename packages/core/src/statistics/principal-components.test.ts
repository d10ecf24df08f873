import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '../random/stream.ts';
import { principalComponents, projected } from './principal-components.ts';

/** Rows whose variance along `axes`, which are orthonormal, is that of a uniform number times each size. */
function rowsAlong(axes: readonly (readonly number[])[], sizes: readonly number[], count: number) {
  const stream = new Stream([5, 6], 0);
  return Float32Array.from(
    Array.from({ length: count }, () => {
      const at = sizes.map((size) => size * (stream.uniform() - 0.5));
      return axes[0]!.map((_, d) => 3 + axes.reduce((sum, axis, k) => sum + at[k]! * axis[d]!, 0));
    }).flat(),
  );
}

describe('principal components', () => {
  const axes = [
    [0.6, 0.8, 0],
    [-0.8, 0.6, 0],
    [0, 0, 1],
  ];

  test('are the axes that the rows were spread along, by their variance', () => {
    const rows = rowsAlong(axes, [1, 8, 3], 4000);
    const { mean, axes: found, explained } = principalComponents(rows, 3);
    for (const value of mean) expect(value).toBeCloseTo(3, 0);
    expect(Array.from(found[0])).toEqual([0.8, -0.6, 0].map((x) => expect.closeTo(x, 1)));
    expect(Array.from(found[1])).toEqual([0, 0, 1].map((x) => expect.closeTo(x, 1)));
    expect(explained[0]).toBeCloseTo(64 / 74, 1);
    expect(explained[1]).toBeCloseTo(9 / 74, 1);
  });

  test('give what rows lie at: without a mean, without correlation, with the variance that is said', () => {
    const rows = rowsAlong(axes, [2, 5, 3], 500);
    const components = principalComponents(rows, 3);
    const places = projected(components, rows);
    const mean = (of: (place: readonly [number, number]) => number) =>
      places.reduce((sum, place) => sum + of(place), 0) / places.length;
    expect(mean(([x]) => x)).toBeCloseTo(0, 8);
    expect(mean(([x, y]) => x * y)).toBeCloseTo(0, 5);
    let total = 0;
    for (let at = 0; at < rows.length; at++) total += (rows[at]! - components.mean[at % 3]!) ** 2 / 500;
    expect(mean(([x]) => x * x) / total).toBeCloseTo(components.explained[0], 8);
    expect(mean(([, y]) => y * y) / total).toBeCloseTo(components.explained[1], 8);
  });

  test('of rows that are alike, of one row, and of one column', () => {
    const none = {
      axes: [
        [0, 0],
        [0, 0],
      ],
      explained: [0, 0],
    };
    for (const rows of [
      [0.5, 0.25],
      [0.5, 0.25, 0.5, 0.25, 0.5, 0.25],
    ]) {
      const { axes, explained } = principalComponents(Float32Array.from(rows), 2);
      expect({ axes: axes.map((axis) => Array.from(axis)), explained }).toEqual(none);
    }
    const line = principalComponents(Float32Array.of(1, 2, 3), 1);
    expect(line.axes.map((axis) => Array.from(axis))).toEqual([[1], [0]]);
    expect(line.explained).toEqual([1, 0]);
    expect(projected(line, Float32Array.of(5))).toEqual([[3, 0]]);
  });

  test('explain no more than there is, the first no less than the second, the same each time', () => {
    const matrix = fc.integer({ min: 1, max: 6 }).chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        rows: fc
          .array(fc.array(fc.integer({ min: 0, max: 8 }), { minLength: columns, maxLength: columns }), {
            minLength: 1,
            maxLength: 30,
          })
          .map((rows) => Float32Array.from(rows.flat(), (x) => x / 8)),
      }),
    );
    fc.assert(
      fc.property(matrix, ({ rows, columns }) => {
        const { axes, explained } = principalComponents(rows, columns);
        expect(explained[0] + explained[1]).toBeLessThanOrEqual(1 + 1e-9);
        // Of axes that explain as much, the iteration may end before it has told them apart.
        expect(explained[0]).toBeGreaterThanOrEqual(explained[1] - 1e-3);
        expect(axes[0].reduce((sum, x, d) => sum + x * axes[1][d]!, 0)).toBeCloseTo(0, 8);
        expect(principalComponents(rows, columns).axes).toEqual(axes);
      }),
    );
  });
});
