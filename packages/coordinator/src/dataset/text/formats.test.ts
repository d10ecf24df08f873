import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { TableSpec } from '@latentsweep/core';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { write, table, refusal, notes } = await dataFolder();

const TABLE = csv('size,word,y', 60, (i) => `${(i * 7) % 60},"a, ${i % 3}",${i % 4 === 0 ? 'é' : 'b'}`);

async function content(name: string, bytes: string | Uint8Array, given: Partial<TableDefinition> = {}) {
  await write(name, bytes);
  const resolved = await resolveDataset(table({ path: name, ...given }));
  return (resolved.spec as TableSpec).content;
}

const plain = await content('plain.csv', TABLE);

function encoded(text: string, encoding: 'utf16le' | 'utf16be', mark: boolean): Buffer {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le');
  return encoding === 'utf16be' ? bytes.swap16() : bytes;
}

describe('the same table, in whatever it comes', () => {
  test.for([
    ['t.csv.gz', gzipSync(TABLE)],
    ['t.csv', Buffer.concat([gzipSync(TABLE.slice(0, 99)), gzipSync(TABLE.slice(99))])],
    ['t.csv.zst', zstdCompressSync(Buffer.from(TABLE))],
    ['utf16.csv', encoded(TABLE, 'utf16le', true)],
    ['utf16.txt', encoded(TABLE, 'utf16be', true)],
    ['utf16.dat', encoded(TABLE, 'utf16le', false)],
    ['utf16be.csv', encoded(TABLE, 'utf16be', false)],
    ['excel.csv', encoded(`sep=,\r\n${TABLE.replaceAll('\n', '\r\n')}`, 'utf16le', true)],
    ['tabs.tsv', TABLE.replaceAll(/,(?! )/g, '\t')],
    ['blanks.data', TABLE.replaceAll(/,(?! )/g, '   ')],
    ['single', TABLE.replaceAll('"', "'")],
    ['cr.csv', TABLE.replaceAll('\n', '\r')],
    ['mixed.csv', TABLE.replaceAll('\n', '\r\n').replace('\r\n', '\n')],
    ['later.csv', TABLE.replace(/\n$/, '\r\n')],
    ['blank-first.csv', `\n \n${TABLE}`],
    ['comment.csv', `# by "him\n%\n${TABLE}`],
    ['trailing.csv', TABLE.replaceAll('\n', ',\n')],
    ['trailing-header.csv', TABLE.replace('\n', ',,\n')],
  ] as const)('%s', async ([name, bytes]) => {
    expect(await content(name, bytes)).toBe(plain);
  });

  test('by `encoding`', async () => {
    const latin = Buffer.from(TABLE, 'latin1');
    expect(await content('latin.csv', latin, { encoding: 'windows-1252' })).toBe(plain);
  });

  test('comments before the table are said', async () => {
    await write('c.csv', `# by\n# him\n${TABLE}`);
    expect(await notes({ path: 'c.csv' })).toEqual([
      '[comments_skipped] 2 lines that begin with # before the table in …/c.csv are taken for a comment Nothing is lost if that is what they are.',
    ]);
  });

  test('lines keep their numbers', async () => {
    const broken = `# by him\n\n${TABLE.replace('\n14,', '\nmany,')}`;
    const line = broken.split('\n').findIndex((row) => row.startsWith('many')) + 1;
    const packed = gzipSync(Buffer.from(`\ufeff${broken}`, 'utf16le'));
    for (const [name, bytes] of [
      ['l.csv', broken],
      ['l.csv.gz', packed],
    ] as const) {
      await write(name, bytes);
      expect(await refusal({ path: name })).toContain(`'many' on line ${line}.`);
    }
  });

  test('JSON and Parquet under another name', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ x: (i * 7) % 60, y: i % 3 }));
    expect(await content('rows.txt', JSON.stringify(rows))).toEqual(
      await content('rows.json', JSON.stringify(rows)),
    );
  });
});

describe('what can’t be read says what it is', () => {
  test.for([
    [
      't.ods',
      'PK\x03\x04\x14\0\0\x08\0\0abcdefghijklmnopmimetypeapplication/vnd.oasis.opendocument.spreadsheet',
      'an OpenDocument file',
      'Save the sheet',
    ],
    ['t.zip', 'PK\x03\x04\x14\0\0\0\x08\0\0\0!\0abcdefghijklmt.csv', 'a zip archive', 'unzip t.zip'],
    ['t.csv', '\xfd7zXZ\0\0\x04', 'packed by xz', 'xz -dk t.csv'],
    ['t.csv', 'BZh91AY&SY', 'packed by bzip2', 'bunzip2 -k t.csv'],
    ['t.db', 'SQLite format 3\0\x10', 'an SQLite database', 'sqlite3 -header -csv t.db'],
    ['t.h5', '\x89HDF\r\n\x1a\n', 'an HDF5 file', "read_hdf('t.h5')"],
    ['t.pkl', '\x80\x04\x95\0\x10', 'a Python pickle', "read_pickle('t.pkl')"],
    ['t.npy', '\x93NUMPY\x01\0', 'a NumPy array', "numpy.load('t.npy')"],
    ['t.sav', '$FL2@(#)', 'an SPSS file', "read_spss('t.sav')"],
    ['t.xls', '\xd0\xcf\x11\xe0\xa1', 'an old Excel workbook', 'Save it as XLSX without a password'],
    ['t.csv', '%PDF-1.7\n', 'a PDF document', 'Copy the table'],
    ['t.csv', '\n<!DOCTYPE html>\n<html>', 'a web page', 'Raw'],
    [
      't.csv',
      'version https://git-lfs.github.com/spec/v1\noid sha256:1\n',
      'a pointer of Git LFS',
      'git lfs pull',
    ],
    ['t.bin', '\0\x01\0\0\0\0\x02\0\0\0\0\0\0\0\0\x07', 'no text', 'Parquet and JSON can be read'],
  ] as const)('%s: %s', async ([name, bytes, what, way]) => {
    await write(name, Buffer.from(bytes, 'latin1'));
    const told = await refusal({ path: name });
    expect(told).toContain(`[other_format] …/${name} is ${what}`);
    expect(told).toContain(way);
  });

  test('whatever the name promises', async () => {
    await write('t.parquet', 'version https://git-lfs.github.com/spec/v1\n');
    expect(await refusal({ path: 't.parquet' })).toContain('is a pointer of Git LFS');
  });

  test('within gzip too', async () => {
    await write('t.rds', gzipSync(Buffer.from('X\n\0\0\0\x03\0', 'latin1')));
    expect(await refusal({ path: 't.rds' })).toContain(
      'is an R object (.rds). Make it CSV in R: write.csv(readRDS("t.rds")',
    );
    await write('t.tar.gz', gzipSync(Buffer.from(`${'t.csv'.padEnd(257, '\0')}ustar`)));
    expect(await refusal({ path: 't.tar.gz' })).toContain('is a tar archive. Unpack it (tar -xf t.tar.gz)');
    await write('t.json.gz', gzipSync('[{"x": 1}]'));
    expect(await refusal({ path: 't.json.gz' })).toContain('gunzip -k t.json.gz');
  });

  test('no folder for temporary files', async () => {
    await write('packed.csv.gz', gzipSync(TABLE));
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = '/nowhere';
    try {
      expect(await refusal({ path: 'packed.csv.gz' })).toContain(
        "[no_temporary_folder] /nowhere, where temporary files go, can't be written: ENOENT",
      );
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });

  test('damaged', async () => {
    await write('cut.csv.gz', gzipSync(TABLE).subarray(0, 150));
    expect(await refusal({ path: 'cut.csv.gz' })).toContain(
      '[damaged_file] …/cut.csv.gz is damaged: unexpected end of file.',
    );
  });

  test('text that is not UTF-8: the line, and the key that reads it', async () => {
    await write('latin.csv', Buffer.from(TABLE, 'latin1'));
    expect(await refusal({ path: 'latin.csv' })).toMatch(
      /^\[not_utf8\] Line 2 of …\/latin.csv is not UTF-8. Say what it is: `encoding: windows-1252`/,
    );
    const late = Buffer.concat([
      Buffer.from(csv('x,y', 400_000, (i) => `${i} is long enough,${i % 2}`)),
      Buffer.from('\xe9,1\n', 'latin1'),
    ]);
    await write('late.csv', late);
    expect(await refusal({ path: 'late.csv' })).toContain(
      '[not_utf8] Line 400002 of …/late.csv is not UTF-8.',
    );
    await write('u32.csv', Buffer.from([0xff, 0xfe, 0, 0, 0x78, 0, 0, 0]));
    expect(await refusal({ path: 'u32.csv' })).toContain('iconv -f UTF-32 -t UTF-8');
    expect(await refusal({ path: 'late.csv', encoding: 'utf-16le' })).toContain('[');
  });

  test('keys for text beside JSON', async () => {
    await write('t.json', '[{"x": 1}]');
    expect(await refusal({ path: 't.json', header: true })).toContain(
      '[unused_key] `header` is for CSV and other text',
    );
  });
});

const ARFF = `% 1. Title: sizes
@RELATION sizes

@attribute 'shoe size' numeric
@Attribute colour {'dark red', blue}
@attribute class {a,b}
@DATA
${Array.from({ length: 60 }, (_, i) => `${i % 9 === 0 ? '?' : (i * 7) % 60}, ${i % 3 === 0 ? "'dark red'" : 'blue'}, ${i % 4 === 0 ? 'a' : 'b'}`).join('\n')}
`;

describe('ARFF and KEEL', () => {
  test.for([
    ['t.arff', ARFF],
    ['t.dat', ARFF.replaceAll('\n', '\r\n')],
    ['t.arff.gz', gzipSync(ARFF)],
    ['wide.arff', Buffer.from(`\ufeff${ARFF}`, 'utf16le')],
  ] as const)('are read: %s', async ([name, bytes]) => {
    await write(name, bytes);
    const { content: arrow, notes: said } = await resolveDataset(table({ path: name, target: 'class' }));
    const read = tableFromIPC(arrow!);
    expect(read.schema.names).toEqual(['shoe size', 'colour', 'class']);
    expect(read.numRows).toBe(60);
    expect(Array.from(read.getChild('shoe size')!).slice(0, 3)).toEqual([Number.NaN, 7, 14]);
    expect(read.getChild('colour')!.get(0)).toBe('dark red');
    expect(new Set(read.getChild('class')!)).toEqual(new Set(['a', 'b']));
    // Rows without a size are told apart by their colour alone.
    expect(said.map(({ code }) => code)).toEqual(['contradictory_rows']);
  });

  test('digits that a header declares as names are categories, as `categorical` makes them', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 3},${(i * 7) % 60},${i % 4 === 0 ? 2 : 4}`);
    const head =
      '@relation t\n@attribute code {0,1,2}\n@attribute x integer [0, 60]\n@attribute y {2,4}\n@data\n';
    await write('codes.arff', `${head}${rows.join('\n')}\n`);
    await write('codes.csv', `code,x,y\n${rows.join('\n')}\n`);
    const read = async (given: Partial<TableDefinition>) => (await resolveDataset(table(given))).spec;
    const declared = (await read({ path: 'codes.arff' })) as TableSpec;
    expect(declared.categorical).toEqual(['code']);
    expect(declared).toEqual(await read({ path: 'codes.csv', categorical: ['code'] }));
  });

  test('the column that KEEL calls its class is told, and `columns` gives other names', async () => {
    const keel = ARFF.replace('@DATA', "@inputs 'shoe size', colour\n@outputs class\n@data");
    await write('k.dat', keel);
    expect(await refusal({ path: 'k.dat' })).toContain('It calls `class` its class. It has');
    const columns = ['size', 'colour', 'y'];
    expect((await resolveDataset(table({ path: 'k.dat', columns }))).report).toMatchObject({ target: 'y' });
    expect(await refusal({ path: 'k.dat', columns: ['y'] })).toContain('[wrong_column_count]');
    expect(await refusal({ path: 'k.dat', header: true })).toContain('[unused_key] `header`');
  });

  test('a fault has its line, in a packed file too', async () => {
    await write('bad.arff.gz', gzipSync(ARFF.replace('\n7, blue', '\n7, green')));
    expect(await refusal({ path: 'bad.arff.gz', target: 'class' })).toContain(
      "[undeclared_value] Line 9 of …/bad.arff.gz has 'green' for `colour`",
    );
    await write('cut.arff', ARFF.slice(0, ARFF.lastIndexOf(',')));
    expect(await refusal({ path: 'cut.arff', target: 'class' })).toContain('[ragged_row] Line 67 of');
    await write('none.arff', ARFF.slice(0, ARFF.indexOf('@DATA') + 5));
    expect(await refusal({ path: 'none.arff', target: 'class' })).toContain('[no_rows]');
  });
});

describe('svmlight', () => {
  test('is read, packed too', async () => {
    const lines = Array.from(
      { length: 60 },
      (_, i) => `${i % 4 === 0 ? '+1' : '-1'} 1:${(i * 7) % 60} ${i % 2 ? '' : '3:1'}`,
    );
    for (const [name, bytes] of [
      ['t.svm', lines.join('\n')],
      ['t.txt.gz', gzipSync(lines.join('\n'))],
    ] as const) {
      await write(name, bytes);
      const { content: arrow } = await resolveDataset(table({ path: name, target: 'label' }));
      const read = tableFromIPC(arrow!);
      expect(read.schema.names).toEqual(['x1', 'x2', 'x3', 'label']);
      expect(Array.from(read.getChild('x3')!).slice(0, 3)).toEqual([1, 0, 1]);
      expect(new Set(read.getChild('label')!)).toEqual(new Set(['1', '-1']));
    }
  });
});
