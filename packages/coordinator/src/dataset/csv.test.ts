import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOfRow, readHeader } from './csv.ts';

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

test('names survive quoting, whatever they hold', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '"', ',', ';', '\n', ' ', '|', 'é'),
    minLength: 1,
  });
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 2, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t', '|'),
      (names, delimiter) => {
        const header = readHeader(`${names.map(quoted).join(delimiter)}\n1,2,3\n`);
        expect(header.delimiter).toBe(delimiter);
        expect(header.names).toEqual(names.map((n, i) => n.trim() || `column ${i + 1}`));
      },
    ),
  );
});

test('one column, no line end', () => {
  expect(readHeader('alone')).toEqual({ delimiter: ',', names: ['alone'] });
});

test('the line of a row, past quoted line ends and empty lines', () => {
  const row = fc.record({
    cells: fc.array(fc.constantFrom('1', '"a"', '"b\nc"', '"d\r\n""e"""', ''), {
      minLength: 2,
      maxLength: 3,
    }),
    blank: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
      let text = `x,y${end}`;
      rows.forEach(({ cells, blank }, i) => {
        text += end.repeat(blank);
        const line = text.split('\n').length;
        text += cells.join(',') + end;
        expect(lineOfRow(text, i, 2)).toBe(line);
      });
    }),
  );
});
