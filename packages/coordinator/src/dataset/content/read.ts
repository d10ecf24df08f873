/** The values of a table, out of DuckDB and into the bytes in which they stay. */

import { type Batch, batchesOf, unpivoted } from '../column/batch.ts';
import type { Kind } from '../column/kind.ts';
import type { Profile } from '../column/profile.ts';
import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { type ArrowTable, type CodedColumn, layOut } from './arrow.ts';
import { Coder } from './coder.ts';

/** A column and what it becomes. */
export interface Feature {
  readonly column: SourceColumn;
  readonly kind: Exclude<Kind, 'empty'>;
}

/** The target of each row as text, in one spelling: 1 for 1.0 and 01, true for TRUE. */
export async function readTargets(
  db: DuckDBConnection,
  { column, present, finite, boolean }: Profile,
  rows: number,
): Promise<CodedColumn> {
  const [batch] = batchesOf([column]);
  if (finite < present) {
    const [coded] = await readCodes(db, batch!, boolean === present ? 'boolean' : 'text', rows);
    return { ...coded!, kind: 'text' };
  }
  const numbers = new Float64Array(rows);
  await readNumbers(db, batch!, new Map([[column, numbers]]));
  const coder = new Coder(rows);
  // Adding 0 turns -0 into 0.
  for (const [row, value] of numbers.entries()) coder.set(row, String(value + 0));
  return coder.column(column.name, 'text');
}

/**
 * All rows of the features and the target, in the order of the rows. Numbers are read last and into their place: they
 * are most of a large table. `most`: columns in one query.
 */
export async function readValues(
  db: DuckDBConnection,
  features: readonly Feature[],
  target: CodedColumn,
  rows: number,
  most?: number,
): Promise<ArrowTable> {
  const ofKind = (kind: Feature['kind']) =>
    batchesOf(
      features.filter((feature) => feature.kind === kind).map(({ column }) => column),
      most,
    );
  const coded = new Map<SourceColumn, CodedColumn>();
  for (const kind of ['text', 'boolean'] as const) {
    for (const batch of ofKind(kind)) {
      const made = await readCodes(db, batch, kind, rows);
      batch.columns.forEach((column, i) => {
        coded.set(column, made[i]!);
      });
    }
  }
  const blanks = features.map(
    ({ column }) => coded.get(column) ?? { name: column.name, kind: 'number' as const },
  );
  const table = await layOut([...blanks, target], rows);
  const places = new Map<SourceColumn, Float64Array>();
  features.forEach(({ column }, i) => {
    const made = table.columns[i]!;
    if (made.kind === 'number') places.set(column, made.values);
  });
  for (const batch of ofKind('number')) await readNumbers(db, batch, places);
  return table;
}

async function readNumbers(db: DuckDBConnection, batch: Batch, places: Map<SourceColumn, Float64Array>) {
  const into = batch.columns.map((column) => places.get(column)!);
  const query = `select coalesce(${batch.number}, 'nan') from ${unpivoted(batch)}`;
  await scatter<number>(db, query, into.length, (column, row, value) => {
    // One NaN for all that is missing: other NaNs have other bits.
    into[column]![row] = Number.isNaN(value) ? Number.NaN : value;
  });
}

async function readCodes(db: DuckDBConnection, batch: Batch, kind: CodedColumn['kind'], rows: number) {
  const coders = batch.columns.map(() => new Coder(rows));
  const query = `select ${kind === 'text' ? batch.text : `lower(${batch.text})`} from ${unpivoted(batch)}`;
  await scatter<string | null>(db, query, coders.length, (column, row, value) =>
    coders[column]!.set(row, value),
  );
  return coders.map((coder, i) => coder.column(batch.columns[i]!.name, kind));
}

/** Hands on the values of a query that come row by row, and in a row column by column. */
export async function scatter<Value>(
  db: DuckDBConnection,
  query: string,
  columns: number,
  take: (column: number, row: number, value: Value) => void,
): Promise<void> {
  let column = 0;
  let row = 0;
  for await (const chunk of await db.stream(query)) {
    const values = chunk.getColumnVector(0);
    const { rowCount } = chunk;
    for (let i = 0; i < rowCount; i++) {
      take(column, row, values.getItem(i) as Value);
      column += 1;
      if (column === columns) {
        column = 0;
        row += 1;
      }
    }
  }
}
