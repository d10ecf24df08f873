import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableSpec } from '../dataset.ts';
import { fitDecoder } from '../decode.ts';
import type { Column, NumberColumn } from './columns.ts';
import { decimalsOf } from './decoding.ts';
import type { OpenTable } from './open-table.ts';
import { prepareTable } from './prepare.ts';
import { fitScale, fittedScale, unscaling } from './scale.ts';
import { splitTable } from './split-table.ts';

const SPEC: TableSpec = {
  kind: 'table',
  content: '',
  target: 'y',
  positive: null,
  categorical: [],
  scale: 'quantile',
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  balance: 'majority',
  rule: 2,
};
const SEED = [1, 2] as const;
const ROWS = 60;

const range = Array.from({ length: ROWS }, (_, i) => i);
const number = (name: string, value: (i: number) => number): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(range, value),
});
const category = (name: string, levels: readonly string[], code: (i: number) => number): Column => ({
  kind: 'category',
  name,
  levels,
  codes: Int32Array.from(range, code),
});

const COLUMNS: readonly Column[] = [
  number('age', (i) => 18 + (i % 7)),
  number('income', (i) => (i % 5 === 0 ? Number.NaN : 1000 * i)),
  number('constant', () => 4),
  category('town', ['Bern', 'Rom', 'Wien'], (i) => (i % 6 === 0 ? -1 : i % 3)),
  category('sex', ['f', 'm'], (i) => i % 2),
  category('country', ['A'], () => 0),
];
const table: OpenTable = () => ({
  group: null,
  time: null,
  features: COLUMNS,
  target: {
    kind: 'category',
    name: 'y',
    levels: ['0', '1'],
    codes: Int32Array.from(range, (i) => +(i % 3 === 0)),
  },
});

describe('features as columns', () => {
  test.for(['quantile', 'minmax'] as const)('are the values of the table again, scaled by %s', (scale) => {
    const spec = { ...SPEC, scale };
    const { train } = prepareTable(spec, SEED, table);
    const rows = splitTable(spec, SEED, table).split.train;
    const decoded = fitDecoder(spec, SEED, table)(train.features);
    expect(decoded.map(({ name }) => name)).toEqual(COLUMNS.map(({ name }) => name));
    for (const [c, column] of COLUMNS.entries()) {
      const { levels, values } = decoded[c]!;
      expect(levels).toEqual(column.kind === 'category' ? column.levels : null);
      for (const [i, row] of rows.entries()) {
        const value = column.kind === 'number' ? column.values[row]! : column.codes[row]!;
        if (Number.isNaN(value) || (column.kind === 'category' && value < 0)) expect(values[i]).toBeNaN();
        // `minmax` clips half a percent of the rows at each end.
        else
          expect(Math.abs(values[i]! - value), `${column.name} ${value}`).toBeLessThan(
            scale === 'minmax' ? 600 : 1e-5 * Math.max(1, value),
          );
      }
    }
  });

  test('that lie between are the likeliest category, and missing from 0.5 on', () => {
    // age | income, missing | town x 3, missing | sex
    const features = Float32Array.of(
      ...[0.5, 1, 0.4, 0.2, 0.5, 0.5, 0.1, 0.49],
      ...[0, 0.5, 0.5, 0.9, 0, 0, 0.7, 0.5],
    );
    const [, income, constant, town, sex, country] = fitDecoder(SPEC, SEED, table)(features);
    expect(income!.values[0]).toBeGreaterThan(50_000);
    expect(income!.values[1]).toBeNaN();
    expect(Array.from(constant!.values)).toEqual([4, 4]);
    expect(Array.from(town!.values)).toEqual([1, Number.NaN]);
    expect(Array.from(sex!.values)).toEqual([0, 1]);
    expect(Array.from(country!.values)).toEqual([0, 0]);
  });

  test('have values that the table could hold, whatever is decoded', () => {
    const ages = (COLUMNS[0] as NumberColumn).values;
    for (const scale of ['quantile', 'minmax', 'none'] as const) {
      const decode = fitDecoder({ ...SPEC, scale }, SEED, table);
      fc.assert(
        fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 8, maxLength: 8 }), (row) => {
          const [age, income, , town, sex, country] = decode(Float32Array.from(row));
          expect(Number.isInteger(age!.values[0])).toBe(true);
          expect(age!.values[0]).toBeGreaterThanOrEqual(Math.min(...ages));
          expect(age!.values[0]).toBeLessThanOrEqual(Math.max(...ages));
          expect(Number.isNaN(income!.values[0])).toBe(row[2]! >= 0.5);
          expect(Number.isNaN(town!.values[0])).toBe(row[6]! >= 0.5);
          if (row[6]! < 0.5) expect([0, 1, 2]).toContain(town!.values[0]);
          expect([0, 1]).toContain(sex!.values[0]);
          expect(country!.values[0]).toBe(0);
        }),
      );
    }
  });

  test('may lie outside what was seen where that is asked for', () => {
    const outside = fitDecoder({ ...SPEC, scale: 'none' }, SEED, table, { outside: true });
    const features = Float32Array.of(7000, 0, 0, 1, 0, 0, 0, 1);
    expect(outside(features)[0]!.values[0]).toBe(7000);
    expect(fitDecoder({ ...SPEC, scale: 'none' }, SEED, table)(features)[0]!.values[0]).toBe(24);
  });

  test('have the decimals of the column', () => {
    expect(decimalsOf(Float64Array.of(1, -2, Number.NaN))).toBe(0);
    expect(decimalsOf(Float64Array.of(1, 2.5, 0.25))).toBe(2);
    expect(decimalsOf(Float64Array.of(0.1, 0.123456))).toBe(6);
    expect(decimalsOf(Float64Array.of(1 / 3))).toBeNull();
    expect(decimalsOf(Float64Array.of(1e300))).toBeNull();
    expect(decimalsOf(Float64Array.of(Number.NaN))).toBe(0);
  });

  test('of drawn data are themselves, by number', () => {
    const spec = { kind: 'simulated', train: 1, validation: 1, test: 1 } as const;
    const law = { coefficients: [[1, 2]], intercepts: [0] };
    expect(fitDecoder({ ...spec, ...law }, SEED, null)(Float32Array.of(0.5, 0.25, 1, 0))).toEqual([
      { name: 'x1', levels: null, values: Float64Array.of(0.5, 1) },
      { name: 'x2', levels: null, values: Float64Array.of(0.25, 0) },
    ]);
  });

  test('what is unscaled scales to what it was unscaled from', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });
    const scale = fc.constantFrom('quantile' as const, 'minmax' as const, 'none' as const);
    fc.assert(
      fc.property(values, scale, fc.double({ min: 0, max: 1, noNaN: true }), (given, kind, place) => {
        const sorted = Float64Array.from(given).sort();
        const fitted = fittedScale(kind, sorted);
        const scaled = fitScale(kind, sorted);
        const unscaled = fitted.kind === 'constant' ? () => sorted[0]! : unscaling(fitted);
        // A constant has no other place, and one that stands for many quantiles is in their middle.
        const again = scaled(unscaled(scaled(unscaled(place))));
        expect(again).toBeCloseTo(scaled(unscaled(place)), 6);
        if (new Set(given).size === given.length && kind !== 'none') {
          const [low, high] = [sorted[0]!, sorted.at(-1)!];
          if (sorted.every((v, i) => i === 0 || v - sorted[i - 1]! > 1e-6 * (high - low))) {
            expect(scaled(unscaled(place))).toBeCloseTo(place, 4);
          }
        }
      }),
    );
  });
});
