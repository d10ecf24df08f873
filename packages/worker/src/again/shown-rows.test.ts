import type { DecodedColumn } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { shownRows } from './shown-rows.ts';

const rowsOf = (...features: number[]) => ({
  features: Float32Array.from(features),
  labels: new Uint8Array(features.length / 2),
  of: 9,
});

test('columns come with those levels alone that occur, and no more of them than are bounded', () => {
  const decode = (features: Float32Array): DecodedColumn[] => {
    const count = features.length / 2;
    const codes = Float64Array.from({ length: count }, (_, i) => [4, 1, Number.NaN][i]!);
    const levels = ['a', 'b', 'c', 'd', 'e'];
    return [
      { name: 'town', levels, values: codes },
      ...Array.from({ length: 50 }, (_, i) => ({
        name: `n${i}`,
        levels: null,
        values: new Float64Array(count),
      })),
    ];
  };
  const shown = shownRows({ made: rowsOf(0, 1, 1, 0, 1, 1), real: rowsOf(0, 0, 1, 0) }, 2, decode);
  expect(shown.columns).toHaveLength(40);
  expect(shown.moreColumns).toBe(11);
  expect(shown.columns[0]).toEqual({
    name: 'town',
    levels: ['b', 'e'],
    made: Float64Array.of(1, 0, Number.NaN),
    real: Float64Array.of(1, 0),
  });
  expect([shown.made, shown.real]).toEqual([
    { count: 3, of: 9 },
    { count: 2, of: 9 },
  ]);
  // The real rows differ in the first feature alone: their axis is that.
  expect(shown.projection.explained).toEqual([1, 0]);
  expect(Array.from(shown.projection.real)).toEqual([-0.5, 0, 0.5, 0]);
  expect(Array.from(shown.projection.made)).toEqual([-0.5, 0, 0.5, 0, 0.5, 0]);
});

test('of no rows there is nothing', () => {
  const shown = shownRows({ made: rowsOf(), real: rowsOf() }, 2, () => [
    { name: 'x1', levels: null, values: new Float64Array() },
  ]);
  expect(shown.projection).toEqual({ explained: [0, 0], made: new Float32Array(), real: new Float32Array() });
});
