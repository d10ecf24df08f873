import {
  Bool,
  Field,
  Float64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOut } from './arrow.ts';

const rows = fc.constantFrom(1, 7, 8, 9, 64, 65, 511, 512, 513, 1100);
const kinds = fc.array(fc.constantFrom('number' as const, 'text' as const, 'boolean' as const), {
  minLength: 1,
  maxLength: 6,
});
const word = fc.oneof(fc.constantFrom('', 'a', 'ß', '日本', '𝄞'), fc.string());

const cell = {
  number: fc.double(),
  text: fc.option(word, { freq: 3 }),
  boolean: fc.option(fc.boolean(), { freq: 3 }),
};

function valuesOf(kind: keyof typeof cell, count: number): fc.Arbitrary<readonly unknown[]> {
  const each: fc.Arbitrary<unknown> = cell[kind];
  return fc.array(each, { minLength: count, maxLength: count });
}

test('the bytes are those that Arrow writes for the same values', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc
        .tuple(kinds, rows)
        .chain(([names, count]) =>
          fc.tuple(...names.map((kind) => fc.tuple(fc.constant(kind), valuesOf(kind, count)))),
        ),
      async (columns) => {
        const count = columns[0]![1].length;
        const coded = columns.map(([kind, values], i) => {
          const name = `x${i}`;
          if (kind === 'number') return { name, kind: 'number' as const };
          const levels = [...new Set(values.filter((value) => value !== null).map(String))];
          const codes = Int32Array.from(values, (value) =>
            value === null ? -1 : levels.indexOf(String(value)),
          );
          return { name, kind, codes, levels };
        });
        const made = await layOut(coded, count);
        made.columns.forEach((column, i) => {
          if (column.kind === 'number') column.values.set(columns[i]![1] as number[]);
        });
        expect(made.bytes.byteLength).toBe(made.bytes.buffer.byteLength);
        expect(Buffer.from(made.bytes).equals(writtenByArrow(columns))).toBe(true);
      },
    ),
  );
});

function writtenByArrow(columns: readonly (readonly [string, readonly unknown[]])[]): Uint8Array {
  const children = columns.map(([kind, values]) => {
    if (kind === 'number')
      return makeData({ type: new Float64(), data: Float64Array.from(values as number[]) });
    return kind === 'text'
      ? vectorFromArray(values as (string | null)[], new Utf8()).data[0]!
      : vectorFromArray(values as (boolean | null)[], new Bool()).data[0]!;
  });
  const fields = children.map(({ type }, i) => new Field(`x${i}`, type, true));
  const length = columns[0]![1].length;
  const data = makeData({ type: new Struct(fields), length, children });
  return tableToIPC(new Table(new RecordBatch(new Schema(fields), data)), 'stream');
}
