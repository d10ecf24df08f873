/**
 * Columns in batches, each a query whose size does not grow with the columns: a batch becomes a table of two columns,
 * `i` (which column of the batch) and `v` (its value). A query with expressions for each of thousands of columns takes
 * gigabytes to plan.
 */

import type { DuckDBConnection } from '../duckdb.ts';
import type { SourceColumn } from '../source.ts';
import { asNumber, asText } from './cell.ts';

/** More make no query faster, and each holds a vector of values. */
export const BATCH_COLUMNS = 256;

/** Columns of one type. */
export interface Batch {
  readonly columns: readonly SourceColumn[];
  /** How `v` is read, in SQL. */
  readonly text: string;
  readonly number: string;
}

export function batchesOf(columns: readonly SourceColumn[], most = BATCH_COLUMNS): Batch[] {
  return [...Map.groupBy(columns, ({ type }) => type)].flatMap(([type, alike]) => {
    const value = { name: 'v', sql: 'v', type };
    const read = { text: asText(value), number: asNumber(value) };
    const starts = Array.from({ length: Math.ceil(alike.length / most) }, (_, b) => b * most);
    return starts.map((start) => ({ columns: alike.slice(start, start + most), ...read }));
  });
}

/** Rows of a batch, in the order of the table's rows and, in each, of the batch's columns; with `more` of the table's row. */
export function unpivoted({ columns }: Batch, more = ''): string {
  const places = columns.map((_, i) => i).join(', ');
  const values = columns.map(({ sql }) => sql).join(', ');
  return `(select unnest([${places}]) as i, unnest([${values}]) as v${more} from data)`;
}

/** What queries of batches say of each column: a row `Said`, in plain JSON, beside the `i` that it is of. */
export async function askOfEach<Said>(
  db: DuckDBConnection,
  columns: readonly SourceColumn[],
  query: (batch: Batch) => string,
  most?: number,
): Promise<Map<SourceColumn, Said>> {
  const said = new Map<SourceColumn, Said>();
  for (const batch of batchesOf(columns, most)) {
    const read = await db.runAndReadAll(query(batch));
    for (const { i, ...row } of read.getRowObjectsJson()) said.set(batch.columns[Number(i)]!, row as Said);
  }
  return said;
}
