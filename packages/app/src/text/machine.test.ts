import type { Table } from '@latentsweep/store';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellForPeople } from './cell.ts';
import { csvLine } from './csv.ts';
import { jsonKeys, jsonText } from './json.ts';
import { textOf } from './pages.ts';

test('CSV quotes what RFC 4180 asks for and tells null from the empty text', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, '', ' x', 1.5, true])).toBe(
    'a,"b,c","say ""hi""","two\nlines",,""," x",1.5,true\n',
  );
  expect(csvLine([[10, 10], { a: 1 }, new Date(0)])).toBe('"[10,10]","{""a"":1}",1970-01-01T00:00:00.000Z\n');
});

/** A reader of RFC 4180, to check the writer with. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    rows.at(-1)!.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    if (match[3] === '\n') rows.push([]);
    if (match[3] === '') break;
  }
  return rows.slice(0, -1);
}

test('any texts come back from CSV', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1 }), (rows) => {
      expect(parseCsv(rows.map(csvLine).join(''))).toEqual(rows);
    }),
  );
});

test('any number comes back from CSV and JSON bit by bit', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(csvLine([value]))).toBe(value === 0 ? 0 : value);
      expect(JSON.parse(jsonText({ value })).value).toBe(value === 0 ? 0 : value);
    }),
  );
});

async function jsonOf(pages: readonly Table[]): Promise<string> {
  let text = '';
  for await (const piece of textOf(pages, 'json')) text += piece;
  return text;
}

test('pages of rows make one JSON array', async () => {
  const columns = ['a', 'b'];
  const pages = [[], [[1, 'x']], [[null, Number.NaN]]].map((rows) => ({ columns, rows }));
  const text = await jsonOf(pages);
  expect(JSON.parse(text)).toEqual([
    { a: 1, b: 'x' },
    { a: null, b: 'NaN' },
  ]);
  expect(text.split('\n')).toHaveLength(5);
  expect(await jsonOf([])).toBe('[]\n');
});

test('integers past 2^53 keep their digits', () => {
  expect(JSON.parse(jsonText({ small: 7n, large: 2n ** 60n }))).toEqual({
    small: 7,
    large: '1152921504606846976',
  });
});

test('cells for people', () => {
  expect([null, 0.123456, true, [1, 2], 'a\u0007'].map(cellForPeople)).toEqual([
    '–',
    '0.1235',
    'yes',
    '[1,2]',
    'a\\u{7}',
  ]);
});

test('keys of our objects are written as columns are, values stay', () => {
  const at = new Date(0);
  expect(
    jsonKeys({ plannedTrials: 2, a: [{ sqlType: 'bigint' }], 'loss_weights.kl': 1, at, none: null }),
  ).toEqual({
    ...{ planned_trials: 2, a: [{ sql_type: 'bigint' }], 'loss_weights.kl': 1, at, none: null },
  });
});
