import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';

const { folder, write, table, refusal } = await dataFolder();

interface Read {
  /** What column `x` has become, for the first rows. */
  readonly x: readonly unknown[];
  readonly type: string;
  readonly features: number;
  readonly notes: readonly string[];
}

/** 60 rows, `x` from the list again and again beside a column of numbers. */
async function read(x: readonly string[], given: Partial<TableDefinition> = {}): Promise<Read> {
  await writeRows(x);
  return resolved({ path: 't.csv', ...given });
}

const writeRows = (x: readonly string[]) =>
  write(
    't.csv',
    csv('x;n;y', 60, (i) => `${x[i % x.length]};${(i * 7) % 60};${(i * i) % 7 < 2 ? 'a' : 'b'}`),
  );

/** Of how cells were read; other notes have tests of their own. */
const CODES = ['missing_words', 'dressed_numbers', 'dates_as_names', 'points_kept'];

async function resolved(given: Partial<TableDefinition>): Promise<Read> {
  const { spec, content, notes } = await resolveDataset(table(given));
  const arrow = tableFromIPC(content!);
  return {
    x: Array.from(arrow.getChild('x') ?? []),
    type: String(arrow.getChild('x')?.type),
    features: prepareTable(spec as TableSpec, [1, 2], await openTable(content!)).features,
    notes: notes
      .filter(({ code }) => CODES.includes(code))
      .map(({ code, message, hint }) => `[${code}] ${message}. ${hint}`.replaceAll(folder, '…')),
  };
}

async function refused(x: readonly string[], given: Partial<TableDefinition> = {}): Promise<string> {
  await writeRows(x);
  return refusal({ path: 't.csv', ...given });
}

describe('words for a missing value', () => {
  test.for(['?', 'NA', 'N/A', 'n/a', 'null', 'NULL', 'None', '<null>', '-', '.', ' ?\t'])(
    '%j is one in a column of numbers, and that is said',
    async (word) => {
      const { x, type, features, notes } = await read(['1.5', word, '2', word]);
      expect(type).toBe('Float64');
      expect(x.slice(0, 4)).toEqual([1.5, Number.NaN, 2, Number.NaN]);
      // The number, that it is missing, and n.
      expect(features).toBe(3);
      expect(notes).toEqual([
        `[missing_words] Column \`x\` holds numbers; read as missing: '${word.trim()}' on line 3 and 29 more. \`missing: []\` stops that; \`missing: [word, …]\` says which words mean no value, in all columns.`,
      ]);
    },
  );

  test.for(['NaN', 'nan'])('%s as well', async (word) => {
    const { x, notes } = await read(['1.5', '3', word]);
    expect(x[2]).toBe(Number.NaN);
    expect(notes[0]).toContain(`'${word}' on line 4 and 19 more`);
  });

  test('in most cells, and several of them', async () => {
    const cells = ['?', 'NA', '-', '?', '', '<null>', '?', '12', '?', '7.5'];
    const { type, features, notes } = await read(cells);
    expect(type).toBe('Float64');
    expect(features).toBe(3);
    expect(notes[0]).toContain(
      "'?' on line 2 and 23 more, 'NA' on line 3 and 5 more, '-' on line 4 and 5 more, '<null>' (6)",
    );
  });

  test('a column of nothing else is left as it was', async () => {
    const { type, notes } = await read(['?', 'NA']);
    expect(type).toBe('Utf8');
    expect(notes).toEqual([]);
  });

  test('not in names, not in the target, not in codes', async () => {
    expect(await read(['a', '?', 'b'])).toMatchObject({ type: 'Utf8', features: 4, notes: [] });
    expect(await read(['1', '?', '2'], { categorical: ['x'] })).toMatchObject({ type: 'Utf8', notes: [] });
    await write(
      't.csv',
      csv('x,y', 60, (i) => `${i},${i % 3 === 0 ? '?' : '1'}`),
    );
    const { notes } = await resolved({ path: 't.csv' });
    expect(notes).toEqual([]);
  });

  test('`missing: []` stops it', async () => {
    expect(await refused(['1', '2', '?'], { missing: [] })).toContain(
      "[text_in_numbers] Column `x` of …/t.csv holds numbers, but 20 of 60 cells are not: '?' on line 4.",
    );
    expect(await read(['1', '?', '?'], { missing: [] })).toMatchObject({ type: 'Utf8', features: 2 });
  });

  test('`missing` names others, for names and numbers alike', async () => {
    const numbers = await read(['1', '2', '-999', '-999.0'], { missing: ['-999'] });
    expect(numbers.x.slice(0, 4)).toEqual([1, 2, Number.NaN, Number.NaN]);
    expect(numbers.notes).toEqual([]);
    const names = await read(['a', 'unknown', 'b'], { missing: ['unknown'] });
    expect(names.x.slice(0, 3)).toEqual(['a', null, 'b']);
    expect(await refused(['1', '2', '?'], { missing: ['NA'] })).toContain('[text_in_numbers]');
  });

  test('`missing` names words of the target: its rows must go', async () => {
    await write(
      't.csv',
      csv('x,y', 60, (i) => `${i},${i === 7 ? 'NA' : i % 2}`),
    );
    const told = await refusal({ path: 't.csv', missing: ['NA'] });
    expect(told).toContain('[missing_target] The target `y` of …/t.csv is missing in 1 of 60 rows.');
  });

  test('typed columns of a select', async () => {
    const select = `select case when i % 4 = 0 then -999 else i end as x, i::varchar as n, i % 2 as y from range(60) t(i)`;
    const { x } = await resolved({ select, missing: ['-999'] });
    expect(x.slice(0, 3)).toEqual([Number.NaN, 1, 2]);
  });

  test('in many columns: told once', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `c${i}`);
    await write(
      't.csv',
      csv(`${names.join(',')},y`, 60, (i) => `${names.map(() => (i % 5 ? i : '?')).join(',')},${i % 2}`),
    );
    const { notes } = await resolved({ path: 't.csv' });
    expect(notes).toEqual([
      "[missing_words] Column `c0` holds numbers; read as missing: '?' on line 2 and 11 more; so it is with 49 more columns: `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, `c8`, `c9`, `c10` and 39 more. `missing: []` stops that; `missing: [word, …]` says which words mean no value, in all columns.",
    ]);
  });
});

describe('numbers in a dress', () => {
  const many = (of: (i: number) => string) => Array.from({ length: 60 }, (_, i) => of(i));

  test.for([
    ['decimal commas', (i: number) => `${i},5`, "`decimal: ','` reads '0,5' as 0.5."],
    [
      'decimal commas and points',
      (i: number) => `1.${100 + i},5`,
      "`decimal: ','` reads '1.100,5' as 1100.5.",
    ],
    [
      'one that has two meanings',
      (i: number) => `1,${500 + i}`,
      "`decimal: '.'` reads '1,500' as 1500, `decimal: ','` reads '1,500' as 1.5.",
    ],
    ['percent', (i: number) => `${i}.5%`, "`decimal: '.'` reads '0.5%' as 0.5."],
    ['currency', (i: number) => `$${i}.00`, "`decimal: '.'` reads '$0.00' as 0."],
    ['blanks', (i: number) => `1 ${100 + i}`, "reads '1 100' as 1100"],
    ['narrow blanks', (i: number) => `1\u202f${100 + i}`, "reads '1\u202f100' as 1100"],
    [
      'a minus of typesetting',
      (i: number) => `\u2212${i + 1}.5`,
      "`decimal: '.'` reads '\u22121.5' as -1.5.",
    ],
  ] as const)('%s: asked for, with the key that reads them', async ([, of, told]) => {
    const message = await refused(many(of));
    expect(message).toContain('[dressed_numbers] Column `x` of …/t.csv holds names, but 60 of 60 cells look');
    expect(message).toContain(told);
    expect(message).toContain('`categorical: [x]` takes all as names.');
  });

  test('of few values: names, with a note', async () => {
    const { type, notes } = await read(['0%', '5%', '10%']);
    expect(type).toBe('Utf8');
    expect(notes).toEqual([
      "[dressed_numbers] Column `x` holds names, but 60 of 60 cells look like numbers: '0%' on line 2. `decimal: '.'` or `decimal: ','` reads '0%' as 0. `categorical: [x]` takes all as names.",
    ]);
    expect((await read(['0%', '5%', '10%'], { categorical: ['x'] })).notes).toEqual([]);
  });

  test('among plain numbers, a missing word beside them', async () => {
    const some = many((i) => (i % 9 === 0 ? '1,500' : i % 10 === 0 ? '?' : `${i}`));
    expect(await refused(some)).toContain(
      "holds numbers, but 7 of 55 cells are not: '1,500' on line 2. `decimal: '.'` reads '1,500' as 1500, `decimal: ','` reads '1,500' as 1.5.",
    );
    const { x, notes } = await read(some, { decimal: '.' });
    expect(x.slice(0, 11)).toEqual([1500, 1, 2, 3, 4, 5, 6, 7, 8, 1500, Number.NaN]);
    expect(notes).toHaveLength(1);
  });

  test.for([
    [',', ['1,5', '0', '1.234,25', '-3'], [1.5, 0, 1234.25, -3]],
    ['.', ['1,234.5', '$12', '0.5', '1 000'], null],
    ['.', ['1,234.5', '12', '0.5', '1 000'], [1234.5, 12, 0.5, 1000]],
    ['.', ['12%', '0.5 %'], [12, 0.5]],
    ['.', ['$101.00', '-$1,000', '($5)'], [101, -1000, -5]],
    [',', ['5 €', '1.000 €'], [5, 1000]],
    [',', ['1.500', '2.500'], [1500, 2500]],
  ] as const)('`decimal: %j` reads %j', async ([decimal, cells, numbers]) => {
    if (numbers === null) {
      expect(await refused(cells, { decimal })).toContain(
        "[mixed_units] Column `x` of …/t.csv holds numbers of different units: no sign, '$'.",
      );
      return;
    }
    const { x, type, features, notes } = await read(cells, { decimal });
    expect(type).toBe('Float64');
    expect(x.slice(0, numbers.length)).toEqual(numbers);
    expect(features).toBe(2);
    expect(notes).toEqual([]);
  });

  test('`decimal` named: what is no number is a fault with its line', async () => {
    expect(await refused(['1,5', '2,5', 'much'], { decimal: ',' })).toContain(
      "[text_in_numbers] Column `x` of …/t.csv holds numbers, but 20 of 60 cells are not: 'much' on line 4.",
    );
  });

  test('points stay where a decimal comma leaves none', async () => {
    const { x, notes } = await read(['1.5', '0.25'], { decimal: ',' });
    expect(x.slice(0, 2)).toEqual([1.5, 0.25]);
    expect(notes[0]).toContain('[points_kept] Column `x` is read with a point');
  });

  test('names stay names, and so does the target', async () => {
    expect((await read(['S', 'M', '1,5', 'L'])).notes).toEqual([]);
    expect(await read(['1,5', '2'], { decimal: ',', categorical: ['x'] })).toMatchObject({ type: 'Utf8' });
    await write(
      't.csv',
      csv('n;y', 60, (i) => `${i};${i % 3 === 0 ? '1,5' : '2,5'}`),
    );
    const { spec, content } = await resolveDataset(table({ path: 't.csv', decimal: ',' }));
    expect(prepareTable(spec as TableSpec, [1, 2], await openTable(content!)).classNames).toEqual([
      '2,5',
      '1,5',
    ]);
  });

  test('in many columns: told once', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `c ${i}`);
    await write(
      't.csv',
      csv(`${names.join(';')};y`, 60, (i) => `${names.map(() => `${i},5`).join(';')};${i % 2}`),
    );
    const told = await refusal({ path: 't.csv' });
    expect(told.split('\n')).toHaveLength(1);
    expect(told).toContain('so it is with 49 more columns: `c 1`, `c 2`');
    expect(told).toContain('`categorical: [c 0, c 1, c 2, c 3, c 4, c 5, c 6, c 7, c 8, c 9, …]`');
  });

  test('a sweep that began before goes on as it was', async () => {
    const cells = many((i) => `${i % 30},5`);
    expect(await read(cells, { reading: 1 })).toMatchObject({ type: 'Utf8', features: 31, notes: [] });
    expect(await read(['1', '?', '?'], { reading: 1 })).toMatchObject({ type: 'Utf8', features: 2 });
    await writeRows(['1', '?', '?']);
    const content = async (given: Partial<TableDefinition>) =>
      (await resolveDataset(table({ path: 't.csv', ...given }))).content;
    expect(await content({ missing: [] })).toEqual(await content({ reading: 1 }));
    await writeRows(cells);
    expect(await content({ categorical: ['x'] })).toEqual(await content({ reading: 1 }));
  });
});

describe('dates', () => {
  const days = (iso: string) => Date.parse(iso) / 86_400_000;

  test.for([
    [null, '2004-04-12', '2004-04-12T00:00:00Z'],
    [null, '2004-04-12 06:30', '2004-04-12T06:30:00Z'],
    [null, '2004-04-12T06:30:00', '2004-04-12T06:30:00Z'],
    [null, '2004-04-12T06:30:00.5Z', '2004-04-12T06:30:00.5Z'],
    [null, '2004-04-12T06:30:00+02:00', '2004-04-12T04:30:00Z'],
    [null, '1969-12-31', '1969-12-31T00:00:00Z'],
    ['%d/%m/%Y', '12/04/2004', '2004-04-12T00:00:00Z'],
    ['%m/%d/%Y', '12/04/2004', '2004-12-04T00:00:00Z'],
    ['%d.%m.%Y %H:%M', '12.04.2004 12:00', '2004-04-12T12:00:00Z'],
    ['%Y%m%d', '20040412', '2004-04-12T00:00:00Z'],
  ] as const)('of the format %s: %s', async ([format, cell, iso]) => {
    const { x, type, notes } = await read([cell, '?', ''], { dates: [{ column: 'x', format }] });
    expect(type).toBe('Float64');
    expect(x.slice(0, 3)).toEqual([days(iso), Number.NaN, Number.NaN]);
    expect(notes[0]).toContain(
      "[missing_words] Column `x` holds dates; read as missing: '?' on line 3 and 19 more",
    );
  });

  test('of a type of their own', async () => {
    const select = `select date '2004-04-12' + i::int as x, i % 2 as y from range(60) t(i)`;
    const { x } = await resolved({ select, dates: [{ column: 'x', format: null }] });
    expect(x.slice(0, 2)).toEqual([days('2004-04-12'), days('2004-04-13')]);
    expect(await refusal({ select })).toContain('Write `dates: [x]` to read it as a number');
  });

  test('what is none is a fault with its line, and the format that it seems to have', async () => {
    const told = await refused(['2004-04-12', '13/04/2004'], { dates: [{ column: 'x', format: null }] });
    expect(told).toContain(
      "[bad_date] 30 of 60 cells of column `x` of …/t.csv are no dates written as in ISO 8601 (2004-04-12): '13/04/2004' on line 3.",
    );
    const all = await refused(['13/04/2004', '01/04/2004'], { dates: [{ column: 'x', format: null }] });
    expect(all).toContain("It looks like '%d/%m/%Y'");
    expect(await refused(['1'], { dates: [{ column: 'x', format: '%Q' }] })).toContain('[bad_date_format]');
    expect(await refused(['1'], { dates: [{ column: 'z', format: null }] })).toContain(
      '[unknown_column] …/t.csv has no column `z` (dataset.dates).',
    );
  });

  test('among names: a hint', async () => {
    const iso = Array.from({ length: 60 }, (_, i) => new Date(i * 86_400_000).toISOString().slice(0, 10));
    expect(await refused(iso)).toContain('They are dates: `dates: [x]` reads them as numbers, in days.');
    expect(await refused(iso.map((day) => day.split('-').reverse().join('/')))).toContain(
      "They look like dates: `dates: { x: '%d/%m/%Y' }` reads them",
    );
    const { notes } = await read(['01/02/2004', '02/03/2004']);
    expect(notes[0]).toContain(
      "[dates_as_names] Column `x` holds names that look like dates. They look like dates: `dates: { x: '%d/%m/%Y' }` or `dates: { x: '%m/%d/%Y' }`",
    );
    expect((await read(['01/02/04', '02/03/04'])).notes[0]).toContain("%y' }");
    expect((await read(['a', 'b'])).notes).toEqual([]);
  });
});

test('blanks that nobody sees make no other name, label or number', async () => {
  const around = ['', '\t', '\u00a0', '\u200b', '\ufeff', ' \u2009', '\r\t'];
  await write(
    't.tsv.csv',
    csv('x;n;flag;y', 70, (i) => {
      const blank = around[i % around.length]!;
      const name = i % 3 === 0 ? 'a' : 'b';
      return `"${blank}${name}${blank}";"${blank}${i}${blank}";"true${blank}";"${blank}${i % 2 ? 'yes' : 'no'}${blank}"`;
    }),
  );
  const { spec, content } = await resolveDataset(table({ path: 't.tsv.csv', positive: 'yes\t' }));
  const arrow = tableFromIPC(content!);
  expect([...new Set(arrow.getChild('x')!)].sort()).toEqual(['a', 'b']);
  expect(Array.from(arrow.getChild('n')!)).toEqual(Array.from({ length: 70 }, (_, i) => i));
  expect(String(arrow.getChild('flag')!.type)).toBe('Bool');
  expect(prepareTable(spec as TableSpec, [1, 2], await openTable(content!)).classNames).toEqual([
    'no',
    'yes',
  ]);
});

test('blanks that nobody sees make no other name of a column', async () => {
  const rows = csv('', 40, (i) => `${(i * 7) % 40},${(i * 3) % 40},${i % 2}`);
  await write('t.csv', `x\u200b,\ufeffz\t,\u00a0y ${rows}`);
  const { content } = await resolveDataset(table({ path: 't.csv', drop: ['z'] }));
  expect(tableFromIPC(content!).schema.names).toEqual(['x', 'y']);
  const before = await resolveDataset(table({ path: 't.csv', reading: 1 }));
  expect(tableFromIPC(before.content!).schema.names[0]).toBe('x\u200b');
});
