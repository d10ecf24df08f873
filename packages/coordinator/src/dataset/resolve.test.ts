import { createHash } from 'node:crypto';
import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import type { DatasetDefinition } from '../port.ts';
import { csv, dataFolder } from './fixtures/data-folder.ts';
import type { TableReport } from './report.ts';
import { resolveDataset } from './resolve.ts';
import type { TableDefinition } from './source.ts';

const { write, table } = await dataFolder();

async function resolveTable(given: Partial<TableDefinition>) {
  const resolved = await resolveDataset(table(given));
  const arrow = tableFromIPC(resolved.content!);
  return { ...resolved, spec: resolved.spec as TableSpec, arrow };
}

async function resolveCsv(content: string, given: Partial<TableDefinition> = {}) {
  await write('t.csv', content);
  return resolveTable({ path: 't.csv', ...given });
}

const typesOf = ({ schema }: { schema: { fields: readonly { name: string; type: unknown }[] } }) =>
  Object.fromEntries(schema.fields.map(({ name, type }) => [name, String(type)]));

const plainly = (label: string) =>
  Number.isNaN(Number(label)) ? label.toLowerCase() : String(Number(label));

const PLAIN = csv(
  'x,word,flag,y',
  60,
  (i) => `${i / 4},${['a', 'b', 'c'][i % 3]},${i % 2 === 0},${i % 4 === 0 ? 1 : 0}`,
);

test('of a program nothing is read, and what runs it where it is does not travel', async () => {
  const spec = { kind: 'program', name: 'train.py', config: null, metrics: [] } as const;
  const here = { folder: '/home/me', path: 'train.py', reports: 'csv' } as const;
  const resolved = await resolveDataset({ ...spec, ...here, command: ['python3', 'train.py'] });
  expect(resolved).toMatchObject({ spec, content: null, report: null, notes: [] });
  const elsewhere = await resolveDataset({ ...spec, ...here, folder: '/', command: null });
  expect(elsewhere.fingerprint).toBe(resolved.fingerprint);
});

describe('a CSV', () => {
  test('numbers, text, booleans, in the order of the file, the target last', async () => {
    const { arrow, spec, content, report } = await resolveCsv(PLAIN);
    expect(typesOf(arrow)).toEqual({ x: 'Float64', word: 'Utf8', flag: 'Bool', y: 'Utf8' });
    expect(Array.from(arrow.getChild('x')!).slice(0, 3)).toEqual([0, 0.25, 0.5]);
    expect(spec.content).toBe(createHash('sha256').update(content!).digest('hex'));
    const split = { train: 36, validation: 12, test: 12 };
    expect(report).toEqual({
      ...{ kind: 'table', target: 'y', rows: 60, features: 5, numbers: 1, leftOut: [], split },
      categories: [
        { name: 'word', levels: 3 },
        { name: 'flag', levels: 2 },
      ],
      classes: [
        { name: '0', rows: 45, distinct: 45, split: { train: 27, validation: 9, test: 9 } },
        { name: '1', rows: 15, distinct: 15, split: { train: 9, validation: 3, test: 3 } },
      ],
      positive: '1',
      rebalanced: ['1'],
    });
    const data = prepareTable(spec, [1, 2], await openTable(content!));
    expect(data).toMatchObject({ features: 5, classes: 2, classNames: ['0', '1'] });
  });

  test('the same data give the same bytes, other data another fingerprint', async () => {
    const first = await resolveCsv(PLAIN);
    const again = await resolveCsv(PLAIN.replaceAll('\n', '\r\n'));
    expect(again.content).toEqual(first.content);
    expect(again.fingerprint).toBe(first.fingerprint);
    expect((await resolveCsv(PLAIN, { scale: 'minmax' })).fingerprint).not.toBe(first.fingerprint);
    expect((await resolveCsv(PLAIN.replace('0.25', '0.26'))).spec.content).not.toBe(first.spec.content);
    // Text is categorical anyway.
    expect((await resolveCsv(PLAIN, { categorical: ['word'] })).fingerprint).toBe(first.fingerprint);
  });

  test.for([';', '\t', '|'])('delimited by %j, with a byte order mark', async (delimiter) => {
    const { arrow } = await resolveCsv(`\uFEFF${PLAIN.replaceAll(',', delimiter)}`);
    expect(arrow.schema.names).toEqual(['x', 'word', 'flag', 'y']);
    expect(arrow.numRows).toBe(60);
  });

  test('names with spaces, quotes, commas, question marks, digits and SQL', async () => {
    const header = ' Bankrupt? ,"a ""b"", c",10,2,"x; drop table data --",__proto__,';
    const { arrow, report } = await resolveCsv(
      csv(header, 40, (i) => `${i % 2},${i},${i},${i},${i},${i},${i}`),
      { target: 'Bankrupt?', drop: ['2'], keep: ['column 7'] },
    );
    expect(arrow.schema.names).toEqual([
      'a "b", c',
      '10',
      'x; drop table data --',
      '__proto__',
      'column 7',
      'Bankrupt?',
    ]);
    expect(report).toMatchObject({ rows: 40, leftOut: [{ name: '2', why: 'dropped' }] });
  });

  test('empty cells and NaN are missing, an empty column is left out and said so', async () => {
    const x = (i: number) => (i === 0 ? '' : i === 1 ? 'NaN' : i === 2 ? '  ' : String(i));
    const { arrow, report } = await resolveCsv(csv('x,none,one,y', 40, (i) => `${x(i)},,7,${i % 2}`));
    expect(typesOf(arrow)).toEqual({ x: 'Float64', one: 'Float64', y: 'Utf8' });
    expect(Array.from(arrow.getChild('x')!).slice(0, 4)).toEqual([Number.NaN, Number.NaN, Number.NaN, 3]);
    expect(report).toMatchObject({
      numbers: 1,
      leftOut: [
        { name: 'none', why: 'empty' },
        { name: 'one', why: 'constant' },
      ],
    });
  });

  test('numbers among words are words', async () => {
    const mixed = csv('size,x,y', 60, (i) => `${['S', 'M', 'L', '44'][i % 4]},${i},${i % 2}`);
    expect(typesOf((await resolveCsv(mixed)).arrow)['size']).toBe('Utf8');
  });

  test('a column of words and numbers that is named categorical', async () => {
    const mixed = csv('code,x,y', 60, (i) => `${i % 7 === 0 ? 'none' : i % 5},${i},${i % 2}`);
    const { arrow, spec } = await resolveCsv(mixed, { categorical: ['code'] });
    expect(typesOf(arrow)['code']).toBe('Utf8');
    expect(spec.categorical).toEqual([]);
  });

  test('numbers that are named categorical', async () => {
    const codes = csv('code,x,y', 60, (i) => `${i % 5},${i},${i % 2}`);
    const { spec, content } = await resolveCsv(codes, { categorical: ['code'] });
    expect(spec.categorical).toEqual(['code']);
    expect(prepareTable(spec, [1, 1], await openTable(content!)).features).toBe(6);
  });

  test('a name with letters of a pattern is one file', async () => {
    await write('a[1]*.csv', PLAIN);
    expect((await resolveTable({ path: 'a[1]*.csv' })).arrow.numRows).toBe(60);
  });
});

describe('targets', () => {
  const target = async (value: (i: number) => string, positive: string | null = null) => {
    const { spec, content } = await resolveCsv(
      csv('x,y', 60, (i) => `${i},${value(i)}`),
      { positive },
    );
    return prepareTable(spec, [1, 1], await openTable(content!)).classNames;
  };

  test('one spelling for equal numbers, and for what the user calls positive', async () => {
    const value = (i: number) => (i % 3 === 0 ? ['1', '1.0', '01'][i % 9 === 0 ? 1 : 0]! : '-0');
    expect(await target(value)).toEqual(['0', '1']);
    expect(await target(value, '0.0')).toEqual(['1', '0']);
  });

  test.for([
    ['1.10', '1.20', '1.10'],
    ['0123', '1e5', '1e5'],
    ['True', 'False', 'True'],
    ['yes', 'no', 'yes'],
  ] as const)(
    'labels %s and %s are found and shown as the file writes them',
    async ([one, other, positive]) => {
      await write(
        't.csv',
        csv('x,y', 60, (i) => `${(i * 7) % 60},${(i * i) % 7 < 2 ? one : other}`),
      );
      const { report, content } = await resolveDataset(table({ path: 't.csv', positive }));
      const { classes, positive: shown } = report as TableReport;
      expect(classes.map(({ name }) => name).sort()).toEqual([one, other].sort());
      expect(shown).toBe(positive);
      // The content has one spelling of each number, so that no table becomes another by this.
      const plain = csv('x,y', 60, (i) => `${(i * 7) % 60},${plainly((i * i) % 7 < 2 ? one : other)}`);
      await write('t.csv', plain);
      expect((await resolveDataset(table({ path: 't.csv' }))).content).toEqual(content);
    },
  );

  test('several spellings are shown as one', async () => {
    await write(
      't.csv',
      csv('x,y', 60, (i) => `${(i * 7) % 60},${i % 3 ? '0' : i % 2 ? '1.0' : '1'}`),
    );
    const { classes } = (await resolveDataset(table({ path: 't.csv' }))).report as TableReport;
    expect(classes.map(({ name }) => name)).toEqual(['0', '1']);
  });

  test('booleans in any case', async () => {
    const value = (i: number) => (i % 3 === 0 ? 'False' : i % 2 === 0 ? 'TRUE' : 'True');
    expect(await target(value)).toEqual(['true', 'false']);
    expect(await target(value, 'True')).toEqual(['false', 'true']);
  });

  test('a class of two rows, of three classes', async () => {
    const names = await target((i) => (i < 2 ? 'rare' : i % 2 === 0 ? 'a' : 'b'));
    expect(names).toEqual(['a', 'b', 'rare']);
  });
});

describe('other sources', () => {
  test('JSON', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      x: i,
      ok: i % 3 === 0,
      word: `w${i % 3}`,
      y: `c${i % 2}`,
    }));
    await write('t.json', JSON.stringify(rows));
    await write('t.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const first = await resolveTable({ path: 't.json' });
    expect(typesOf(first.arrow)).toEqual({ x: 'Float64', ok: 'Bool', word: 'Utf8', y: 'Utf8' });
    expect((await resolveTable({ path: 't.jsonl' })).content).toEqual(first.content);
  });

  test('Parquet, with the bytes of the CSV', async () => {
    const path = await write('t.parquet', '');
    await write('t.csv', PLAIN);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    const db = await instance.connect();
    await db.run(
      `copy (from read_csv('${path.replace('t.parquet', 't.csv')}')) to '${path}' (format parquet)`,
    );
    db.closeSync();
    instance.closeSync();
    const { content } = await resolveTable({ path: 't.parquet' });
    expect(content).toEqual((await resolveTable({ path: 't.csv' })).content);
  });

  test('a select over files of the folder, with a semicolon and a comment', async () => {
    await write('t.csv', PLAIN);
    const select = "select x * 2 as x2, word, y from 't.csv' where x >= 1; -- the end";
    const { arrow, report } = await resolveTable({ select });
    expect(typesOf(arrow)).toEqual({ x2: 'Float64', word: 'Utf8', y: 'Utf8' });
    expect(arrow.getChild('x2')!.get(0)).toBe(2);
    expect(report).toMatchObject({ rows: 56 });
  });

  test('a select with a common table expression, decimals and enums', async () => {
    const select = `with t as (select i, (i / 8)::decimal(9, 3) as d, (['a', 'b'])[i % 2 + 1]::enum('a', 'b') as e from range(40) r(i))
      select d, e, i::hugeint as h, i % 3 = 0 as y from t order by i`;
    const { arrow } = await resolveTable({ select, positive: 'true' });
    expect(typesOf(arrow)).toEqual({ d: 'Float64', e: 'Utf8', h: 'Float64', y: 'Utf8' });
    expect(arrow.getChild('d')!.get(1)).toBe(0.125);
  });
});

describe('simulated data', () => {
  const deck: DatasetDefinition = {
    kind: 'simulated',
    train: 80_000,
    validation: 20_000,
    test: 20_000,
    coefficients: [[1, 1.5, 2, 2.5, 0, -1, -1.5, -2, -2.5, 0]],
    prior: null,
  };

  test('the deck has no intercept', async () => {
    const { spec, content, report } = await resolveDataset(deck);
    expect(spec).toMatchObject({ kind: 'simulated', train: 80_000, intercepts: [0] });
    expect(content).toBeNull();
    expect(report).toEqual({
      kind: 'simulated',
      features: 10,
      classes: [
        { name: '0', share: null },
        { name: '1', share: null },
      ],
      rebalanced: ['1'],
      split: { train: 80_000, validation: 20_000, test: 20_000 },
    });
  });

  test('a prior changes the fingerprint', async () => {
    const [plain, rare] = await Promise.all([
      resolveDataset(deck),
      resolveDataset({ ...deck, prior: [0.9, 0.1] }),
    ]);
    expect(rare.fingerprint).not.toBe(plain.fingerprint);
    expect(rare.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });
});
