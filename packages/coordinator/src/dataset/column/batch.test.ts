import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Coder } from '../content/coder.ts';
import { readValues } from '../content/read.ts';
import { type DuckDBConnection, withDuckDb } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { BATCH_COLUMNS } from './batch.ts';
import { countDistinct } from './distinct.ts';
import { profileColumns } from './profile.ts';

/** Cells of a text file, plain and odd. */
const cell = fc.constantFrom(
  '1',
  '-0',
  ' 2.5',
  '1e400',
  'nan',
  '1_0',
  'true',
  'FALSE',
  'a',
  'b ',
  '',
  '  ',
  "o'x",
);
const cells = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 6 }))
  .chain(([columns, rows]) =>
    fc.array(fc.array(fc.option(cell), { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )
  .filter((table) => table.length > 0);

async function withTable<T>(
  table: readonly (readonly (string | null)[])[],
  use: (db: DuckDBConnection, columns: SourceColumn[]) => Promise<T>,
): Promise<T> {
  return withDuckDb('.', async (db) => {
    const names = table[0]!.map((_, i) => `c${i}`);
    const rows = table.map(
      (row) => `(${row.map((v) => (v === null ? 'null' : `'${v.replaceAll("'", "''")}'`))})`,
    );
    const types = names.map((name) => `${name}::varchar as ${name}`);
    await db.run(`create temp table data as select ${types} from (values ${rows}) v(${names})`);
    return use(
      db,
      names.map((name) => ({ name, sql: name, type: 'VARCHAR' })),
    );
  });
}

/** A target with another level in each row. */
function target(rows: number) {
  const coder = new Coder(rows);
  for (let row = 0; row < rows; row++) coder.set(row, `y${row}`);
  return coder.column('y', 'text');
}

const KINDS = ['number', 'text', 'boolean'] as const;

test('what is found in a table and read from it does not depend on the batches', async () => {
  await fc.assert(
    fc.asyncProperty(cells, (table) =>
      withTable(table, async (db, columns) => {
        const rows = table.length;
        const wanted = columns.map((column, i) => ({ column, kind: KINDS[i % 3]! }));
        const look = async (batch: number) => {
          const profiled = await profileColumns(db, columns, { batch, codes: ['c0'] });
          const { bytes } = await readValues(db, wanted, target(rows), rows, batch);
          return { profiled, bytes: Buffer.from(bytes).toString('hex') };
        };
        const whole = await look(1000);
        for (const batch of [1, 2, 7]) expect(await look(batch)).toEqual(whole);
      }),
    ),
    { numRuns: 30 },
  );
});

test('columns of several types, in the order that was asked for', async () => {
  await withDuckDb('.', async (db) => {
    const kinds = ['i', `i::varchar`, `i % 2 = 0`, 'i / 4.0', `(i / 8)::decimal(9, 3)`, `'t' || i`];
    const names = Array.from({ length: 60 }, (_, c) => `x${c}`);
    const expressions = names.map((name, c) => `${kinds[c % kinds.length]} as ${name}`);
    await db.run(`create temp table data as select ${expressions} from range(5000) r(i)`);
    const described = await db.runAndReadAll('select column_name, column_type from (describe data)');
    const columns = described.getRowsJS().map(([name, type]) => ({
      name: String(name),
      sql: String(name),
      type: String(type),
    }));
    const { profiles } = await profileColumns(db, columns, { batch: 7 });
    expect(profiles.map(({ column }) => column)).toEqual(columns);
    expect(
      profiles.slice(0, 6).map(({ present, finite, boolean, most }) => [present, finite, boolean, most]),
    ).toEqual([
      [5000, 5000, 0, 4999],
      [5000, 5000, 0, 4999],
      [5000, 0, 5000, 0],
      [5000, 5000, 0, 1249.75],
      [5000, 5000, 0, 624.875],
      [5000, 0, 0, 0],
    ]);
    const wanted = columns.map((column, c) => ({
      column,
      kind: c % 6 === 2 ? ('boolean' as const) : c % 6 === 5 ? ('text' as const) : ('number' as const),
    }));
    const { bytes, columns: made } = await readValues(db, wanted, target(5000), 5000, 7);
    expect(made.map(({ name }) => name)).toEqual([...names, 'y']);
    const table = tableFromIPC(bytes);
    const last = (row: number) => names.slice(54).map((name) => table.get(row)![name]);
    expect(last(0)).toEqual([0, 0, true, 0, 0, 't0']);
    expect(last(4999)).toEqual([4999, 4999, false, 1249.75, 624.875, 't4999']);
  });
});

test('no query grows with the columns', async () => {
  const table = [Array.from({ length: 3000 }, (_, c) => (c % 3 === 0 ? 'a' : String(c)))];
  await withTable(table, async (db, columns) => {
    const named: number[] = [];
    const counting = new Proxy(db, {
      get(target, key) {
        const value = Reflect.get(target, key) as unknown;
        if (typeof value !== 'function') return value;
        return (sql: string, ...more: unknown[]) => {
          named.push(sql.match(/\bc\d+\b/g)?.length ?? 0);
          return value.call(target, sql, ...more);
        };
      },
    });
    const { profiles } = await profileColumns(counting, columns);
    const wanted = profiles.map(({ column, finite }) => ({
      column,
      kind: finite === 1 ? ('number' as const) : ('text' as const),
    }));
    const { bytes } = await readValues(counting, wanted, target(1), 1);
    expect(Object.values(tableFromIPC(bytes).get(0)!.toJSON())).toEqual([
      ...table[0]!.map((value) => (value === 'a' ? value : Number(value))),
      'y0',
    ]);
    expect(named.length).toBeGreaterThan(20);
    expect(Math.max(...named)).toBe(BATCH_COLUMNS);
  });
});

test('different values are counted in parts where they are many', async () => {
  const table = Array.from({ length: 40 }, (_, row) => ['a', row % 2, row, row % 7, ' '].map(String));
  await withTable(table, async (db, columns) => {
    for (const mostKept of [1, 10, 45, 1000]) {
      const counts = await countDistinct(db, columns, { rows: 40, mostKept });
      expect(columns.map((column) => counts.get(column))).toEqual([1, 2, 40, 7, 0]);
    }
  });
});
