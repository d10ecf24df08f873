import type { ArrowColumn } from './arrow.ts';
import { type Batch, batchesOf, unpivoted } from './batch.ts';
import type { DuckDBConnection } from './duckdb.ts';
import type { Kind } from './kind.ts';
import type { SourceColumn } from './load.ts';
import type { Profile } from './profile.ts';

/** The target of each row as text, in one spelling: 1 for 1.0 and 01, true for TRUE. */
export async function readTargets(db: DuckDBConnection, profile: Profile, rows: number): Promise<string[]> {
  const { column, present, finite, boolean } = profile;
  if (finite === present) {
    const [numbers] = await readValues(db, [{ column, kind: 'number' }], rows);
    // Adding 0 turns -0 into 0.
    return Array.from(numbers!.values as ArrayLike<number>, (value) => String(value + 0));
  }
  const [words] = await readValues(db, [{ column, kind: 'text' }], rows);
  const values = words!.values as ArrayLike<string>;
  return Array.from(values, (value) => (boolean === present ? value.toLowerCase() : value));
}

type ValueKind = Exclude<Kind, 'empty'>;

interface Wanted {
  readonly column: SourceColumn;
  readonly kind: ValueKind;
}

const KINDS: readonly ValueKind[] = ['number', 'text', 'boolean'];

/** All rows of the columns, in the order of the rows. `batch`: columns in one query. */
export async function readValues(
  db: DuckDBConnection,
  wanted: readonly Wanted[],
  rows: number,
  batch?: number,
): Promise<ArrowColumn[]> {
  const read = new Map<SourceColumn, ArrowColumn>();
  for (const kind of KINDS) {
    const columns = wanted.filter((one) => one.kind === kind).map(({ column }) => column);
    for (const each of batchesOf(columns, batch)) {
      const values = await readBatch(db, each, kind, rows);
      for (const [i, column] of each.columns.entries()) read.set(column, values[i]!);
    }
  }
  return wanted.map(({ column }) => read.get(column)!);
}

async function readBatch(
  db: DuckDBConnection,
  batch: Batch<SourceColumn>,
  kind: ValueKind,
  rows: number,
): Promise<ArrowColumn[]> {
  const { columns, text, number } = batch;
  const all = `from ${unpivoted(batch)}`;
  const names = columns.map(({ name }) => name);
  if (kind === 'number') {
    const values = names.map(() => new Float64Array(rows));
    await scatter<number>(db, `select coalesce(${number}, 'nan') ${all}`, names.length, (i, row, value) => {
      // One NaN for all that is missing: other NaNs have other bits.
      values[i]![row] = Number.isNaN(value) ? Number.NaN : value;
    });
    return names.map((name, i) => ({ name, kind, values: values[i]! }));
  }
  const value = kind === 'boolean' ? `lower(${text}) = 'true'` : text;
  const values = names.map(() => new Array<unknown>(rows));
  await scatter<unknown>(db, `select ${value} ${all}`, names.length, (i, row, found) => {
    values[i]![row] = found;
  });
  return names.map((name, i) => ({ name, kind, values: values[i] as never[] }));
}

/** Hands on the values of a query that come row by row, and in a row column by column. */
async function scatter<Value>(
  db: DuckDBConnection,
  query: string,
  columns: number,
  take: (column: number, row: number, value: Value) => void,
): Promise<void> {
  let [column, row] = [0, 0];
  for await (const chunk of await db.stream(query)) {
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) {
      take(column, row, vector.getItem(i) as Value);
      column += 1;
      if (column === columns) [column, row] = [0, row + 1];
    }
  }
}
