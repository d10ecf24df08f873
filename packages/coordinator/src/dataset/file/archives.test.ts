import { gzipSync } from 'node:zlib';
import { bytesOf, npyOf, workbookOf, zipOf } from '@latentsweep/table-file/fixtures';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { write, table, refusal, notes } = await dataFolder();

const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const number = (value: number | string) => `<c><v>${value}</v></c>`;
const sheetOf = (header: readonly string[], row: (i: number) => string) =>
  `<row r="1">${header.map(text).join('')}</row>${Array.from({ length: 60 }, (_, i) => `<row r="${i + 2}">${row(i)}</row>`).join('')}`;

const ROWS = sheetOf(
  ['size', 'word', 'y'],
  (i) => number((i * 7) % 60) + text(`a, ${i % 3}`) + text(i % 4 === 0 ? 'é' : 'b'),
);

async function content(given: Partial<TableDefinition>) {
  return (await resolveDataset(table(given))).content!;
}

describe('a workbook', () => {
  test('is the table that its CSV is', async () => {
    await write(
      't.csv',
      csv('size,word,y', 60, (i) => `${(i * 7) % 60},"a, ${i % 3}",${i % 4 === 0 ? 'é' : 'b'}`),
    );
    await write('t.xlsx', workbookOf({ sheets: { Data: ROWS } }));
    await write('t.dat', workbookOf({ sheets: { Notes: '<row><c><v>1</v></c></row>', Data: ROWS } }));
    const plain = await content({ path: 't.csv' });
    expect(await content({ path: 't.xlsx' })).toEqual(plain);
    expect(await content({ path: 't.dat', sheet: 'Data' })).toEqual(plain);
  });

  test('a sheet that is not there, or one of several: told with the key', async () => {
    await write('two.xlsx', workbookOf({ sheets: { Data: ROWS, Notes: ROWS } }));
    expect(await refusal({ path: 'two.xlsx' })).toContain(
      '[which_sheet] …/two.xlsx has 2 sheets: `Data`, `Notes`.',
    );
    expect(await refusal({ path: 'two.xlsx', sheet: 'data' })).toBe(
      '[unknown_sheet] …/two.xlsx has no sheet `data` (dataset.sheet). Did you mean `Data`? It has `Data`, `Notes`.',
    );
    await write('t.csv', 'x,y\n1,a\n2,b\n');
    expect(await refusal({ path: 't.csv', sheet: 'Data' })).toContain(
      '[unused_key] `sheet` is for workbooks',
    );
  });

  test('places are rows of the sheet', async () => {
    await write('w.xlsx', workbookOf({ sheets: { S: ROWS.replace('<v>14</v>', '<v>x</v>') } }));
    expect(await refusal({ path: 'w.xlsx' })).toContain("'x' on row 4");
  });

  test('a title over the table, a header that is none, an index of a data frame', async () => {
    await write(
      'title.xlsx',
      workbookOf({ sheets: { S: `<row r="1">${text('All sizes')}</row>${ROWS.replace('r="1"', 'r="3"')}` } }),
    );
    expect(await refusal({ path: 'title.xlsx' })).toContain(
      "[sheet_title] Row 1 of the sheet `S` of …/title.xlsx has one cell, 'All sizes'",
    );
    const bare = workbookOf({ sheets: { S: ROWS.slice(ROWS.indexOf('<row r="2"')) } });
    await write('bare.xlsx', bare);
    expect(await refusal({ path: 'bare.xlsx' })).toContain('[header_or_row] Row 2 of the sheet `S`');
    const given = { path: 'bare.xlsx', header: false, columns: ['size', 'word', 'y'] };
    expect(tableFromIPC(await content(given)).numRows).toBe(60);
    const index = sheetOf(['x', 'y'], (i) => number((i * 7) % 60) + text(i % 4 ? 'a' : 'b')).replaceAll(
      /<row r="(\d+)">/g,
      (row, n) => row + (n === '1' ? '<c/>' : number(Number(n) - 2)),
    );
    await write('index.xlsx', workbookOf({ sheets: { S: index } }));
    expect(await notes({ path: 'index.xlsx' })).toEqual([
      expect.stringContaining('[index_left_out] Column `column 1`'),
    ]);
  });

  test('dates are told with the key that reads them', async () => {
    const dated = sheetOf(['day', 'y'], (i) => `<c s="1"><v>${38_000 + i}</v></c>${text(i % 4 ? 'a' : 'b')}`);
    await write('d.xlsx', workbookOf({ sheets: { S: dated } }));
    expect(await refusal({ path: 'd.xlsx' })).toContain(
      'They are dates: `dates: [day]` reads them as numbers',
    );
    const read = tableFromIPC(await content({ path: 'd.xlsx', dates: [{ column: 'day', format: null }] }));
    expect(read.getChild('day')!.get(1) - read.getChild('day')!.get(0)).toBe(1);
  });

  test('packed by gzip, or of the old kind: told what to do', async () => {
    await write('t.xlsx.gz', gzipSync(workbookOf({ sheets: { S: ROWS } })));
    expect(await refusal({ path: 't.xlsx.gz' })).toContain('gunzip -k t.xlsx.gz');
    await write('t.xls', Buffer.from('\xd0\xcf\x11\xe0\xa1', 'latin1'));
    expect(await refusal({ path: 't.xls' })).toContain('Save it as XLSX without a password');
  });
});

describe('NumPy’s archive', () => {
  const X = npyOf('<f8', [60, 2], bytesOf(new Float64Array(120).map((_, i) => (i * 7) % 59)));
  const y = npyOf('|u1', [60], bytesOf(new Uint8Array(60).map((_, i) => (i % 4 === 0 ? 1 : 0))));

  test('is the table that its arrays make', async () => {
    await write(
      't.npz',
      zipOf([
        { name: 'X.npy', bytes: X },
        { name: 'y.npy', bytes: y },
      ]),
    );
    const read = tableFromIPC(await content({ path: 't.npz' }));
    expect(read.schema.names).toEqual(['X 1', 'X 2', 'y']);
    expect([read.numRows, read.getChild('X 2')!.get(1)]).toEqual([60, 21]);
    const columns = ['a', 'b', 'class'];
    const named = tableFromIPC(await content({ path: 't.npz', columns, header: true, target: 'class' }));
    expect(named.schema.names).toEqual(columns);
  });

  test('which arrays is asked where it is open', async () => {
    const other = npyOf('|u1', [3], new Uint8Array(3));
    await write(
      'o.npz',
      zipOf([
        { name: 'X.npy', bytes: X },
        { name: 'y.npy', bytes: y },
        { name: 'names.npy', bytes: other },
      ]),
    );
    expect(await refusal({ path: 'o.npz' })).toContain('`arrays: [X, y]`');
    expect(tableFromIPC(await content({ path: 'o.npz', arrays: ['X', 'y'] })).numRows).toBe(60);
    await write('t.csv', 'x,y\n1,a\n2,b\n');
    expect(await refusal({ path: 't.csv', arrays: ['x'] })).toContain('[unused_key] `arrays` is for');
  });
});
