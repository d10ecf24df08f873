import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allRows, inPieces, told } from '../fixtures.ts';
import { isSvmlight, readSvmlight } from './read.ts';

async function read(text: string) {
  const table = await readSvmlight('t.svm', inPieces(text));
  return { ...table, names: table.columns.map(({ name }) => name), ...(await allRows(table)) };
}

describe('svmlight', () => {
  test('what is left out is 0; indices are those of the file', async () => {
    const { names, cells, lines } = await read('# by hand\n+1 1:0.5 3:1e-3 # first\n\n-1\n2 2:nan\n');
    expect(names).toEqual(['label', 'x1', 'x2', 'x3']);
    expect(cells).toEqual([
      ['+1', '0.5', '0', '1e-3'],
      ['-1', '0', '0', '0'],
      ['2', '0', null, '0'],
    ]);
    expect(lines).toEqual([2, 4, 5]);
  });

  test('counted from 0, with groups', async () => {
    const { names, cells } = await read('1 qid:3 0:1\r\n0 qid:4 1:2\r\n');
    expect(names).toEqual(['label', 'qid', 'x0', 'x1']);
    expect(cells).toEqual([
      ['1', '3', '1', '0'],
      ['0', '4', '0', '2'],
    ]);
  });

  test.for([
    ['1 2:1 1:1', '[bad_svmlight] Line 1 of t.svm has the index 1 behind 2.'],
    ['1 1:1 1:1', 'has the index 1 behind 1'],
    ['1 1:1\na 1:1', "Line 2 of t.svm begins with 'a', which is no label"],
    ['1,2 1:1', 'has several labels'],
    ['1 x:1', "has 'x:1' where INDEX:NUMBER belongs"],
    ['1 1:', "has '1:' where INDEX:NUMBER belongs"],
    ['1 1:x', "has '1:x' where"],
    ['1 qid:1 1:2\n1 1:2', 'Line 2 of t.svm has no qid'],
    ['1 999999999:1', '[table_too_wide] t.svm has 1000000000 columns'],
    ['1 5:0.5\n0 3:', "Line 2 of t.svm has '3:'"],
  ] as const)('%s', async ([text, message]) => {
    expect(await told(read(text))).toContain(message);
  });

  test('is known by its first lines', () => {
    expect(isSvmlight('+1 1:0.5\n-1 2:1\n')).toBe(true);
    expect(isSvmlight('# c\n0 qid:1 1:2 # d\n1\n')).toBe(true);
    expect(isSvmlight('1 12\n2 13\n')).toBe(false);
    expect(isSvmlight('time value\n12:30 4\n')).toBe(false);
    expect(isSvmlight('')).toBe(false);
  });

  test('what is written is read back', async () => {
    const row = fc.record({
      label: fc.integer({ min: -3, max: 3 }),
      pairs: fc.dictionary(
        fc.integer({ min: 0, max: 30 }).map(String),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        {
          maxKeys: 6,
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const sorted = rows.map(({ label, pairs }) => ({
            label,
            pairs: Object.entries(pairs).sort(([a], [b]) => Number(a) - Number(b)),
          }));
          const text = sorted
            .map(
              ({ label, pairs }) =>
                `${label} ${pairs.map(([index, value]) => `${index}:${value}`).join(' ')}\n`,
            )
            .join('');
          const table = await readSvmlight('t', inPieces(text, size));
          const names = table.columns.map(({ name }) => name);
          const { cells } = await allRows(table);
          sorted.forEach(({ label, pairs }, i) => {
            expect(cells[i]![0]).toBe(String(label));
            const written = new Map(pairs.map(([index, value]) => [`x${index}`, String(value)]));
            names.slice(1).forEach((name, j) => {
              expect(cells[i]![j + 1]).toBe(written.get(name) ?? '0');
            });
          });
        },
      ),
    );
  });
});
