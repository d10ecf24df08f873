import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyFinder, type LabelledRows } from './copies.ts';

const value = fc.constantFrom(0, -0, 1, 1.5, Number.NaN, 1e300);
const row = fc.tuple(value, value, fc.nat(1));
const rowsOf = (rows: readonly (readonly [number, number, number])[]): LabelledRows => ({
  columns: [0, 1].map((c) => ({
    name: `x${c}`,
    levels: null,
    values: Float64Array.from(rows, (one) => one[c]!),
  })),
  labels: Uint8Array.from(rows, ([, , label]) => label),
});

test('a copy equals a known row in every column and the class, missing ones too', () => {
  const same = (x: number, y: number) => x === y || (Number.isNaN(x) && Number.isNaN(y));
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (known, rows) => {
      const found = copyFinder(rowsOf(known))(rowsOf(rows));
      expect(Array.from(found)).toEqual(
        rows.map((one) => +known.some((other) => one.every((v, c) => same(v, other[c]!)))),
      );
    }),
  );
});
