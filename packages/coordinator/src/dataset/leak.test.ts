import { describe, expect, test } from 'vitest';
import type { ArrowColumn } from './content/arrow.ts';
import { Coder } from './content/coder.ts';
import { leakNotes } from './leak.ts';

const number = (name: string, values: readonly number[]): ArrowColumn => ({
  name,
  kind: 'number',
  values: Float64Array.from(values),
});
function coded(
  name: string,
  kind: 'text' | 'boolean',
  values: readonly (string | boolean | null)[],
): ArrowColumn {
  const coder = new Coder(values.length);
  values.forEach((value, row) => {
    coder.set(row, value === null ? null : String(value));
  });
  return coder.column(name, kind);
}
const text = (name: string, values: readonly (string | null)[]) => coded(name, 'text', values);

/** Names of the columns that are told, in a table of 300 rows whose class is `classOf(i)`. */
function told(classOf: (i: number) => string, ...columns: readonly ArrowColumn[]): string[] {
  const targets = Array.from({ length: 300 }, (_, i) => classOf(i));
  const [note] = leakNotes('t.csv', columns, targets);
  return [...(note?.message ?? '').matchAll(/`(.*?)`/g)].map(([, name]) => name!);
}

const range = Array.from({ length: 300 }, (_, i) => i);
const noise = range.map((i) => (i * 97) % 301);
const two = (i: number) => (i % 10 === 0 ? 'rare' : 'usual');
const sorted = (i: number) => (i < 30 ? 'rare' : 'usual');

describe('a column that alone tells the classes apart', () => {
  test('numbers that go up or down with the class', () => {
    expect(told(sorted, number('index', range), number('noise', noise))).toEqual(['index']);
    expect(
      told(
        sorted,
        number(
          'down',
          range.map((i) => -i),
        ),
      ),
    ).toEqual(['down']);
    expect(told(two, number('index', range))).toEqual([]);
  });

  test('one row in a hundred on the wrong side is still almost all', () => {
    const almost = range.map((i) => (i === 299 ? -1 : i));
    expect(told((i) => (i < 150 ? 'a' : 'b'), number('x', almost))).toEqual(['x']);
    const fair = range.map((i) => (i % 30 === 29 ? -i : i));
    expect(told((i) => (i < 150 ? 'a' : 'b'), number('x', fair))).toEqual([]);
  });

  test('three classes: all of them', () => {
    const three = (i: number) => (i < 40 ? 'a' : i < 100 ? 'b' : 'c');
    const partly = range.map((i) => (i < 40 ? 0 : 1 + noise[i]!));
    expect(told(three, number('index', range), number('partly', partly))).toEqual(['index']);
  });

  test('what is missing, or present, for one class alone', () => {
    expect(
      told(
        two,
        number(
          'until',
          range.map((i) => (two(i) === 'rare' ? Number.NaN : noise[i]!)),
        ),
      ),
    ).toEqual(['until']);
    expect(
      told(
        two,
        text(
          'reason',
          range.map((i) => (two(i) === 'rare' ? `r${i % 3}` : null)),
        ),
      ),
    ).toEqual(['reason']);
  });

  test('names: levels of one class each', () => {
    expect(
      told(
        two,
        text(
          'same',
          range.map((i) => (two(i) === 'rare' ? 'yes' : `no ${i % 4}`)),
        ),
      ),
    ).toEqual(['same']);
    expect(
      told(
        two,
        text(
          'word',
          range.map((i) => `w${i % 7}`),
        ),
      ),
    ).toEqual([]);
  });

  test('a flag', () => {
    const flag = (values: readonly boolean[]) => coded('flag', 'boolean', values);
    expect(told(two, flag(range.map((i) => two(i) === 'rare')))).toEqual(['flag']);
    expect(told(two, flag(range.map((i) => i % 2 === 0)))).toEqual([]);
  });
});

test('several columns are named in one note', () => {
  const columns = ['a: b', 'c', 'd', 'e', 'f', 'g'].map((name) => number(name, range));
  const targets = range.map(sorted);
  expect(leakNotes('t.csv', columns, targets)).toMatchObject([
    {
      message:
        'Each of the columns `a: b`, `c`, `d`, `e`, `f` and 1 more of t.csv alone tells the classes apart, almost without error',
      hint: expect.stringContaining('`drop: ["a: b", c, d, e, f, …]`'),
    },
  ]);
});

test('a column that is kept on purpose is not told', () => {
  const columns = [number('a', range), number('b', range)];
  expect(leakNotes('t.csv', columns, range.map(sorted), ['a'])[0]!.message).toContain('Column `b`');
  expect(leakNotes('t.csv', columns, range.map(sorted), ['a', 'b'])).toEqual([]);
});

test('classes of a few rows, which are told apart by chance, are not asked', () => {
  expect(told((i) => (i < 5 ? 'rare' : 'usual'), number('index', range))).toEqual([]);
});

test('many rows: the same answer each time, from rows of every class', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => i);
  const targets = rows.map((i) => (i % 5000 === 7 ? 'rare' : 'usual'));
  const leak = number(
    'leak',
    rows.map((i) => (targets[i] === 'rare' ? 1 : 0)),
  );
  const notes = leakNotes('t.csv', [leak, number('row', rows)], targets);
  expect(notes.map(({ message }) => message)).toEqual([
    'Column `leak` of t.csv alone tells the classes apart, almost without error',
  ]);
  expect(leakNotes('t.csv', [leak], targets)).toEqual(notes);
});
