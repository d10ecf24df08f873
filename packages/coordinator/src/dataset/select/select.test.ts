import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { withDuckDb } from '../duckdb.ts';
import { csv, dataFolder } from '../fixtures/data-folder.ts';
import { resolveDataset } from '../resolve.ts';
import type { TableDefinition } from '../source.ts';
import { safeSelect } from './safe-select.ts';

const { folder, write, table, refusal, notes } = await dataFolder();

async function resolved(given: Partial<TableDefinition>) {
  const { spec, content, fingerprint } = await resolveDataset(table(given));
  const arrow = tableFromIPC(content!);
  const column = (name: string) => Array.from(arrow.getChild(name)!);
  return {
    column,
    fingerprint,
    classes: prepareTable(spec as TableSpec, [1, 2], await openTable(content!)).classNames,
  };
}

/** A fraction far behind integers, yes and no, days. */
const LATE = csv('x,d,ok,y', 40_000, (i) => {
  const x = i === 30_000 ? '12.5' : String(i % 7);
  return `${x},${String((i % 12) + 1).padStart(2, '0')}/04/2004,${i % 5 ? 'no' : 'yes'},${i % 3 ? 'no' : 'yes'}`;
});

describe('files in a select', () => {
  test('a fraction in row 30,001 stays one', async () => {
    await write('late.csv', LATE);
    const { column } = await resolved({ select: "select x, y from 'late.csv'" });
    expect(column('x')[30_000]).toBe(12.5);
    const by = await resolved({ select: "select late.x, y from read_csv('late.csv', delim = ',') as late" });
    expect(by.column('x')[30_000]).toBe(12.5);
    const before = await resolved({ select: "select x, y from 'late.csv'", reading: 1 });
    expect(before.column('x')[30_000]).toBe(13);
  });

  test('in JSON, by path and in a select', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => ({
      x: i === 30_000 ? 12.5 : i % 7,
      y: `c${i % 2}`,
    }));
    await write('late.json', JSON.stringify(rows));
    await write('late.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    for (const given of [{ path: 'late.json' }, { path: 'late.jsonl' }, { select: "from 'late.json'" }]) {
      expect((await resolved(given)).column('x')[30_000]).toBe(12.5);
    }
  });

  test('in the last of many files', async () => {
    for (let i = 0; i < 40; i++) {
      await write(`many-${i + 10}.csv`, `x,y\n${i === 39 ? 1.5 : i + 100},a\n${i + 200},b\n`);
      await write(
        `many-${i + 10}.json`,
        `[{"x": ${i === 39 ? 1.5 : i + 100}, "y": "a"}, {"x": ${i + 200}, "y": "b"}]`,
      );
    }
    for (const select of ["from 'many-*.csv'", "from 'many-*.json'", "from read_csv('many-*.csv')"]) {
      expect((await resolved({ select })).column('x')[78]).toBe(1.5);
    }
  });

  test('yes and no stay labels', async () => {
    await write('late.csv', LATE);
    expect((await resolved({ select: "select x, y from 'late.csv'", positive: 'yes' })).classes).toEqual([
      'no',
      'yes',
    ]);
    expect(
      (await resolved({ select: 'select i as x, i % 3 = 0 as y from range(60) t(i)', positive: 'yes' }))
        .classes,
    ).toEqual(['false', 'true']);
  });

  test('days stay as written, unless the select says what they are', async () => {
    await write('late.csv', LATE);
    expect((await resolved({ select: "select x, d, y from 'late.csv'" })).column('d')[1]).toBe('02/04/2004');
    const select = `select month(strptime(d, '%m/%d/%Y')) as m, y from 'late.csv'`;
    expect((await resolved({ select })).column('m')[1]).toBe(2);
    const options = `select day(d) as m, y from read_csv('late.csv', dateformat = '%d/%m/%Y')`;
    expect((await resolved({ select: options })).column('m')[1]).toBe(2);
    expect(await refusal({ select: "select day(d) as m, y from 'late.csv'" })).toContain(
      'Dates, yes and no of text files are text as they are written: cast them, as in day::date',
    );
  });

  test.for([
    'select 1 as x, 2 as y',
    'from range(3) t(x)',
    "select * from read_parquet('late.parquet')",
    'with "late.csv" as (select 1 as x) from "late.csv"',
    "from read_csv('late.csv', columns = {'x': 'double'})",
  ])('a select without a file to guess at is left alone: %s', async (select) => {
    expect(await withDuckDb(folder, (db) => safeSelect(db, select))).toBe(select);
  });

  test.for([
    ["select x from 'late.csv'", 1],
    ['select late.x from "late.csv" where late.x > 1', 1],
    ["from './late.csv'", 1],
    ["from 'la*.csv'", 1],
    ["select a.x from 'late.csv' a(x) join 'late.csv' as b on a.x = b.x", 2],
    ["select x from (from 'late.csv') where x in (select max(x) from 'late.csv')", 2],
    ["with t as (from 'late.csv') from t union all from 'late.csv'", 2],
    ["select (select max(x) from 'late.csv') as m", 1],
    ["from read_csv(['late.csv', 'late.csv'], union_by_name = true)", 1],
    ["from READ_CSV_AUTO('late.csv', sample_size = 10)", 1],
    ["select x from 'late.csv' tablesample reservoir(20 rows) repeatable (1)", 1],
    ["select 12345678901234567890123 as h, x, 0.1::decimal(9, 3) as d, 'it''s' as s from 'late.csv'", 1],
    [
      "select count(*) filter (x > 1) as n, list_transform([1], lambda i: i + 1) as l from 'late.csv' group by ok -- end",
      1,
    ],
  ] as const)('gets its options wherever a file stands: %s', async ([select, files]) => {
    await write('late.csv', LATE);
    await withDuckDb(folder, async (db) => {
      const safe = await safeSelect(db, select);
      expect(safe!.match(/auto_type_candidates/g)).toHaveLength(files);
      expect(safe!.match(/sample_size/g)).toHaveLength(files);
      const names = async (sql: string) => (await db.runAndReadAll(`from (${sql}\n) limit 0`)).columnNames();
      expect(await names(safe!)).toEqual(await names(select));
    });
  });

  test('where that cannot be done, a note', async () => {
    await write('late.csv', LATE);
    const select = "select x, y from query('from ''late.csv''')";
    expect(await notes({ select })).toContain(
      '[guessed_types] DuckDB guesses the types of files in this `select` by their first rows Give `read_csv` the option `sample_size = -1`, or `all_varchar = true` and casts of your own.',
    );
  });
});

test('a time with an offset is the same one in every time zone', async () => {
  const select = `select hour(timestamptz '2004-04-12 10:00:00+00') + i as x, i % 3 = 0 as y from range(60) t(i)`;
  const zone = process.env['TZ'];
  try {
    process.env['TZ'] = 'Asia/Tokyo';
    expect((await resolved({ select })).column('x')[0]).toBe(10);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

describe('a select that gives other rows each time', () => {
  const from = 'from (select i as x, i % 3 as y from range(200) t(i))';

  test.for([
    [`select * ${from} order by random()`, 'random()'],
    [`select x, y ${from} where random() < 0.5`, 'random()'],
    [`select * ${from} using sample 90 rows`, 'a sample'],
    [`select x, y, uuid() as u ${from}`, 'uuid()'],
    [`select x + year(current_date) as x, y ${from}`, 'current_date'],
    [`select x + year(today()) as x, y ${from}`, 'today()'],
    [
      `select * from (select x, y ${from} where x in (select x ${from} order by gen_random_uuid() limit 90))`,
      'gen_random_uuid()',
    ],
  ])('%s', async ([select, what]) => {
    const told = await notes({ select: select!, drop: select!.includes(' as u ') ? ['u'] : [] });
    expect(told.find((note) => note.startsWith('[unstable_select]'))).toContain(`it uses ${what}`);
  });

  test.for([
    `select * ${from} order by hash(x)`,
    `select * ${from} using sample reservoir(90 rows) repeatable (7)`,
    `select x, y, current_database() as c ${from}`,
  ])('none: %s', async (select) => {
    expect((await notes({ select })).filter((note) => note.includes('unstable_select'))).toEqual([]);
    expect((await resolved({ select })).fingerprint).toBe((await resolved({ select })).fingerprint);
  });
});
