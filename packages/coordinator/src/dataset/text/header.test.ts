import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { write, table, refusal, notes } = await dataFolder();

const ROWS = csv('', 60, (i) => `${i / 60},${(i * 7) % 60},${i % 3 === 0 ? 'a' : 'b'}`).slice(1);

async function read(content: string, given: Partial<TableDefinition> = {}) {
  await write('t.csv', content);
  const { content: bytes } = await resolveDataset(table({ path: 't.csv', ...given }));
  const arrow = tableFromIPC(bytes!);
  return { names: arrow.schema.names, rows: arrow.numRows };
}

async function refusalOf(content: string, given: Partial<TableDefinition> = {}) {
  await write('t.csv', content);
  return refusal({ path: 't.csv', ...given });
}

async function notesOf(content: string, given: Partial<TableDefinition> = {}) {
  await write('t.csv', content);
  return (await notes({ path: 't.csv', ...given })).map((note) => note.split('. ')[0]!);
}

describe('a file without a header', () => {
  test('is asked about, whatever the target', async () => {
    const asked =
      '[header_or_row] Line 1 of …/t.csv, `0,0,a`, looks like a row of data: 2 of its 3 cells are numbers. If the first line is a row of data, write `header: false`, and `columns: [x1, x2, y]` with a name for each column (or they are called `column 1`, `column 2`, …). If it names the columns, write `header: true`.';
    expect(await refusalOf(ROWS)).toBe(asked);
    expect(await refusalOf(ROWS, { target: 'a' })).toBe(asked);
  });

  test('is asked about where half of its cells are numbers and others come again', async () => {
    const rows = csv(
      '',
      60,
      (i) => `${i / 60},-${(i * 7) % 60}.5,${i % 2 ? 'a' : 'b'},${i % 3 ? 'no' : 'yes'}`,
    );
    expect(await refusalOf(rows.slice(1))).toContain(
      'looks like a row of data: 2 of its 4 cells are numbers, and 2 others come again in their columns, as `b` does in column 3.',
    );
    const years = csv('name,region,2019,2020,y', 60, (i) => `n${i % 9},${i % 4},${i},${i * 3},${i % 2}`);
    expect((await read(years)).names).toEqual(['name', 'region', '2019', '2020', 'y']);
  });

  test('is read by `header: false`, every row of it', async () => {
    expect(await read(ROWS, { header: false, target: 'column 3' })).toEqual({
      names: ['column 1', 'column 2', 'column 3'],
      rows: 60,
    });
    expect(await read(ROWS, { header: false, columns: ['p', 'q', 'y'] })).toEqual({
      names: ['p', 'q', 'y'],
      rows: 60,
    });
    const late = `\n# by him\n${ROWS.replaceAll(',', '  ')}`;
    expect(await read(late, { header: false, columns: ['p', 'q', 'y'] })).toMatchObject({ rows: 60 });
  });

  test('needs as many `columns` as it has', async () => {
    expect(await refusalOf(ROWS, { header: false, columns: ['p', 'y'] })).toBe(
      '[wrong_column_count] `columns` has 2 names, but …/t.csv has 3 columns: `0,0,a` on line 1. Name every column, in the order of the file.',
    );
  });

  test('is noticed where its cells come again further down', async () => {
    const words = csv(
      '',
      60,
      (i) => `v${i % 4},${['low', 'high'][i % 2]},${i},${i % 3 === 0 ? 'a' : 'b'}`,
    ).slice(1);
    expect(await refusalOf(words)).toContain(
      '`v0,low,0,a`, looks like a row of data: 3 of its 4 cells come again in their columns, as `v0` does in column 1.',
    );
  });

  test('lines keep their numbers', async () => {
    const broken = ROWS.replace(',14,', ',many,');
    expect(await refusalOf(broken, { header: false, columns: ['p', 'q', 'y'] })).toContain(
      "'many' on line 3.",
    );
  });
});

describe('a header that looks like a row', () => {
  test('is taken by `header: true`, and renamed by `columns`', async () => {
    const years = `2019,2020,y\n${ROWS}`;
    expect(await refusalOf(years)).toContain('[header_or_row]');
    expect(await read(years, { header: true })).toEqual({ names: ['2019', '2020', 'y'], rows: 60 });
    expect(await read(years, { header: true, columns: ['p', 'q', 'y'] })).toEqual({
      names: ['p', 'q', 'y'],
      rows: 60,
    });
  });

  test('with numbers that count up is taken, with a note', async () => {
    const content = csv('0,1,2,y', 60, (i) => `${(i * 7) % 60},${i / 7},${i % 5},${i % 2}`);
    expect(await read(content)).toMatchObject({ names: ['0', '1', '2', 'y'] });
    expect(await notesOf(content)).toEqual([
      '[numbers_as_names] Line 1 of …/t.csv, `0,1,2,y`, is taken for the names of the columns, since its numbers count up If it is a row of data, write `header: false`; `header: true` takes it as it is, without a word.',
    ]);
    expect(await notesOf(content, { header: true })).toEqual([]);
  });

  test('that comes again where files were joined is a header', async () => {
    const joined = csv('word,x,y', 30, (i) => `w${i % 3},${(i * 7) % 30},${i % 2}`);
    expect(await refusalOf(joined + joined)).toContain(
      "[text_in_numbers] Column `x` of …/t.csv holds numbers, but 1 of 61 cells are not: 'x' on line 32.",
    );
  });
});

test('any names are read back, plain or quoted', async () => {
  const name = fc
    .string({ unit: fc.constantFrom('a', 'B', '1', ',', '"', "'", ' ', ';', 'é', '\n'), minLength: 1 })
    .filter((text) => text.trim() !== '' && !/^[\d,. ]+$/.test(text));
  const names = fc.uniqueArray(name, { minLength: 2, maxLength: 4, selector: (text) => text.trim() });
  await fc.assert(
    fc.asyncProperty(names, async (all) => {
      const header = all.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
      const content = `${header},y\n${csv('', 40, (i) => `${all.map((_, j) => (i * 7 + j) % 40).join(',')},${i % 2}`).slice(1)}`;
      expect((await read(content, { header: true })).names).toEqual([...all.map((text) => text.trim()), 'y']);
    }),
    { numRuns: 25 },
  );
});
