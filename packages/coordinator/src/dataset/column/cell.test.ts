import { expect, test } from 'vitest';
import { withDuckDb } from '../duckdb.ts';
import { asNumber, asText } from './cell.ts';

const PADS = ['', ' ', '  ', '\t', '\n', '\r', '\u00a0', '\u2003', '\u3000', '\ufeff', '\u200b', '\u0001'];
const CELLS = [
  ...[
    '',
    '1',
    '-0',
    '+5',
    '2.5',
    '1e5',
    '1E-400',
    '1e400',
    'nan',
    'NaN',
    'inf',
    '-Infinity',
    '1_000',
    '_1',
    '1 _',
  ],
  ...[
    '0x10',
    '1,5',
    '1.',
    '.5',
    '.',
    '-',
    '1 2',
    'true',
    '1e',
    '--1',
    '9007199254740993',
    '\u0663',
    'é',
    'a b',
    '!',
  ],
];

test('what is spared of trimming is what trimming would leave as it is', async () => {
  const texts = PADS.flatMap((before) => PADS.flatMap((after) => CELLS.map((cell) => before + cell + after)));
  await withDuckDb('.', async (db) => {
    const rows = texts.map((text) => `('${text}')`).join(', ');
    await db.run(`create temp table data as select * from (values ${rows}) t(v)`);
    const column = { name: 'v', sql: 'v', type: 'VARCHAR' };
    const trimmed = "nullif(trim(v), '')";
    const read = await db.runAndReadAll(`
      select v, ${asText(column)}, ${trimmed}, ${asNumber(column)}, try_cast(replace(${trimmed}, '_', '?') as double)
      from data`);
    expect(read.currentRowCount).toBe(texts.length);
    for (const [v, text, expectedText, number, expectedNumber] of read.getRowsJS()) {
      expect([v, text, number]).toEqual([v, expectedText, expectedNumber]);
    }
  });
});
