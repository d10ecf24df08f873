import { expect, test } from 'vitest';
import { columnShares } from './column-shares.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('numbers are counted between equal edges, what is missing is not', () => {
  const column = columnShares({
    name: 'age',
    levels: null,
    real: Float64Array.of(0, 10, 20, Number.NaN),
    made: Float64Array.of(20, 19.5),
  });
  expect(column).toMatchObject({ column: 'age', choices: null });
  expect(column.edges).toEqual(Array.from({ length: 21 }, (_, i) => i));
  expect([column.real[0], column.real[10], column.real[19]]).toEqual([0.25, 0.25, 0.25]);
  expect(sum(column.real)).toBe(0.75);
  expect(column.generated[19]).toBe(1);
});

test('one value, none, and values without a number between them', () => {
  const of = (...values: number[]) =>
    columnShares({ name: 'a', levels: null, real: Float64Array.from(values), made: new Float64Array() });
  expect(of(3, 3)).toMatchObject({ edges: [2.5, 3.5], real: [1], generated: [0] });
  expect(of(Number.NaN)).toMatchObject({ edges: [0, 1], real: [0] });
  expect(of(1, 1 + Number.EPSILON)).toMatchObject({ real: [1] });
  expect(of(-Number.MAX_VALUE, Number.MAX_VALUE).real).toEqual([1]);
});

test('levels have a bar each, the rare ones one together', () => {
  const levels = Array.from({ length: 20 }, (_, i) => `l${i}`);
  const column = columnShares({
    name: 'town',
    levels,
    real: Float64Array.from([...levels.keys(), 3, 3, 18, Number.NaN]),
    made: Float64Array.of(3),
  });
  expect(column.choices).toHaveLength(12);
  expect(column.choices!.slice(-2)).toEqual(['l18', '9 others']);
  expect(column.edges).toHaveLength(13);
  expect(column.real[column.choices!.indexOf('l3')]).toBe(3 / 24);
  expect(sum(column.real)).toBeCloseTo(23 / 24, 12);
  expect(column.generated[3]).toBe(1);
  const few = columnShares({
    name: 'b',
    levels: ['x', 'y'],
    real: Float64Array.of(0, 1),
    made: Float64Array.of(1),
  });
  expect(few).toEqual({
    column: 'b',
    choices: ['x', 'y'],
    edges: [0, 1, 2],
    real: [0.5, 0.5],
    generated: [0, 1],
  });
});
