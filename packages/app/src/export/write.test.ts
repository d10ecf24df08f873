import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Sweep, Table } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseBadTarget } from './atomic-file.ts';
import { trialPages } from './pages.ts';
import { exportToFile, type Source } from './write.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latentsweep-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

const COLUMNS = [
  'number',
  'arm',
  'dropout',
  'hidden_sizes',
  'finished_at',
  'test_accuracy',
  'collapsed',
  'error',
];
const ROWS = [
  [1, 'vae_mixing', 0.1, [10, 10], new Date('2026-01-02T03:04:05.678Z'), 0.7345678901234567, true, null],
  [2, 'oversample', null, null, null, Number.NaN, null, 'It said "no",\nand left.'],
  [3, '', 5e-324, [], null, 1, false, ''],
];
const TYPES = new Map([
  ['number', 'integer'],
  ['arm', 'text'],
  ['dropout', 'double precision'],
  ['hidden_sizes', 'jsonb'],
  ['finished_at', 'timestamp with time zone'],
  ['test_accuracy', 'double precision'],
  ['collapsed', 'boolean'],
]);

const sweep = { slug: 's' } as Sweep;

/** The part of a store that an export asks. */
const store = { columnTypes: () => Promise.resolve(TYPES) };

async function* pages(): AsyncGenerator<Table> {
  yield { columns: COLUMNS, rows: ROWS.slice(0, 2) };
  yield { columns: COLUMNS, rows: ROWS.slice(2) };
}
const source = (): Source => ({ store, sweep, pages: pages() });

async function fromDuckDb(file: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.runAndReadAll(`select * from '${file}' order by number`);
  return { rows: result.getRowObjectsJson(), types: result.columnTypes().map(String) };
}

test('Parquet has every value with its type', async () => {
  const file = join(folder, 'trials.parquet');
  expect(await exportToFile(file, 'parquet', source())).toBe(3);
  const { rows, types } = await fromDuckDb(file);
  expect(types).toEqual([
    ...['BIGINT', 'VARCHAR', 'DOUBLE', 'VARCHAR', 'TIMESTAMP WITH TIME ZONE', 'DOUBLE', 'BOOLEAN', 'VARCHAR'],
  ]);
  expect(rows).toMatchObject([
    {
      arm: 'vae_mixing',
      dropout: 0.1,
      hidden_sizes: '[10,10]',
      test_accuracy: 0.7345678901234567,
      collapsed: true,
    },
    {
      dropout: null,
      hidden_sizes: null,
      test_accuracy: 'NaN',
      collapsed: null,
      error: 'It said "no",\nand left.',
    },
    { arm: '', dropout: 5e-324, hidden_sizes: '[]', error: '' },
  ]);
  expect(rows[0]!['finished_at']).toContain('03:04:05.678');
});

test('JSON is an array of objects, CSV a header and a line a trial', async () => {
  await exportToFile(join(folder, 't.json'), 'json', source());
  const rows = JSON.parse(await readFile(join(folder, 't.json'), 'utf8'));
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({ hidden_sizes: [10, 10], finished_at: '2026-01-02T03:04:05.678Z' });
  await exportToFile(join(folder, 't.csv'), 'csv', source());
  expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(
    [
      COLUMNS.join(','),
      '1,vae_mixing,0.1,"[10,10]",2026-01-02T03:04:05.678Z,0.7345678901234567,true,',
      '2,oversample,,,,NaN,,"It said ""no"",\nand left."',
      '3,"",5e-324,[],,1,false,""',
      '',
    ].join('\n'),
  );
});

test('a failure leaves the old file and nothing else', async () => {
  const file = join(folder, 'old.csv');
  await writeFile(file, 'old');
  const broken = async function* (): AsyncGenerator<Table> {
    yield* pages();
    throw new Error('The store went away.');
  };
  for (const kind of ['csv', 'json', 'parquet'] as const) {
    await expect(exportToFile(file, kind, { store, sweep, pages: broken() })).rejects.toThrow('went away');
  }
  expect(await readFile(file, 'utf8')).toBe('old');
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  await expect(refuseBadTarget(file, false)).rejects.toMatchObject({ code: 'file_exists' });
  await refuseBadTarget(file, true);
  await expect(refuseBadTarget(folder, true)).rejects.toMatchObject({ code: 'is_a_folder' });
  await expect(refuseBadTarget(join(folder, 'no', 'x.csv'), true)).rejects.toMatchObject({
    code: 'no_folder',
  });
  await refuseBadTarget(join(folder, 'new.csv'), false);
});

test('pages follow one another by the number of the last trial', async () => {
  const asked: unknown[] = [];
  const many = {
    trials: (_: Sweep, page: { after: number; limit: number }) => {
      asked.push(page);
      const count = Math.min(page.limit, 4500 - page.after);
      return Promise.resolve({
        columns: ['number'],
        rows: Array.from({ length: count }, (_, i) => [page.after + i + 1]),
      });
    },
  };
  const numbers: unknown[] = [];
  for await (const page of trialPages(many, sweep, { where: 'x = 1' })) numbers.push(...page.rows.flat());
  expect(numbers).toEqual(Array.from({ length: 4500 }, (_, i) => i + 1));
  expect(asked.map((page) => (page as { after: number }).after)).toEqual([0, 2000, 4000]);
  expect(asked[0]).toMatchObject({ where: 'x = 1' });
});
