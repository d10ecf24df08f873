import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dialect, RecordReader, recordsOf } from './csv.ts';

const COMMA: Dialect = { delimiter: ',', quote: '"' };
const BLANKS: Dialect = { delimiter: ' ', quote: '"' };
const cellsOf = (text: string, dialect = COMMA) => recordsOf(text, dialect).map(({ cells }) => cells);

describe('records', () => {
  test('a quote opens at the start of a cell only', () => {
    expect(cellsOf('5" pipe,x\n6"" pipe,"7"" pipe, long"\n')).toEqual([
      ['5" pipe', 'x'],
      ['6"" pipe', '7" pipe, long'],
    ]);
    expect(cellsOf('1, "a, b" ,2')).toEqual([['1', 'a, b', '2']]);
  });

  test('quotes that don’t close, or not at the end of a cell', () => {
    expect(recordsOf('a,b\n"c,d\ne,f\n', COMMA)[1]).toEqual({
      line: 2,
      cells: ['c,d\ne,f\n'],
      broken: 'open_quote',
    });
    expect(recordsOf('a,b\n"c"d,e\n', COMMA)[1]).toEqual({
      line: 2,
      cells: ['"c"d', 'e'],
      broken: 'text_after_quote',
    });
  });

  test('runs of blanks and tabs, quoted cells among them', () => {
    expect(cellsOf('  1  2\t 3 \n"a b"   c\t"d  e" \n', BLANKS)).toEqual([
      ['1', '2', '3'],
      ['a b', 'c', 'd  e'],
    ]);
  });

  test('empty lines have no cells', () => {
    expect(cellsOf('a,b\n\n1,2\r\n\r\n')).toEqual([['a', 'b'], [], ['1', '2'], []]);
  });
});

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const letters = fc.constantFrom('a', ' ', '"', "'", ',', ';', '\n', '\r', '\t', '|', 'é', '#');
const table = fc.record({
  rows: fc.array(fc.array(fc.string({ unit: letters }), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  delimiter: fc.constantFrom(',', ';', '\t', '|', ' '),
});

test('whatever cells hold, they survive being quoted; lines are counted as an editor counts them', () => {
  fc.assert(
    fc.property(table, ({ rows, end, delimiter }) => {
      let text = '';
      const expected = rows.map((cells) => {
        const line = text.split(/\r\n|\n|\r/).length;
        text += cells.map(quoted).join(delimiter) + end;
        return { line, cells, broken: null };
      });
      expect(recordsOf(text, { delimiter, quote: '"' })).toEqual(expected);
    }),
  );
});

test('a text in pieces has the records of the whole', () => {
  const pieces = fc.array(fc.string({ unit: fc.oneof(letters, fc.constantFrom(',', '\n', '"')) }));
  fc.assert(
    fc.property(pieces, fc.constantFrom(COMMA, BLANKS), (parts, dialect) => {
      const reader = new RecordReader(dialect);
      const found = [...parts.flatMap((part) => reader.read(part)), ...reader.read('', true)];
      expect(found).toEqual(recordsOf(parts.join(''), dialect));
    }),
  );
});
