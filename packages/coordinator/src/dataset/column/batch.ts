/**
 * Columns in batches, each a query whose size does not grow with the columns: a batch becomes a table of two columns,
 * `i` (which column of the batch) and `v` (its value). A query with expressions for each of thousands of columns takes
 * gigabytes to plan.
 */

import type { SourceColumn } from '../source.ts';
import { asNumber, asText } from './cell.ts';

/** More make no query faster, and each holds a vector of values. */
export const BATCH_COLUMNS = 256;

/** Columns of one type that are read in the same way. */
export interface Batch<Column extends SourceColumn> {
  readonly columns: readonly Column[];
  /** How `v` is read, in SQL. */
  readonly text: string;
  readonly number: string;
}

export function batchesOf<Column extends SourceColumn>(
  columns: readonly Column[],
  most = BATCH_COLUMNS,
): Batch<Column>[] {
  const alike = Map.groupBy(columns.map(reading), ({ key }) => key);
  return Array.from(alike.values()).flatMap((same) => {
    const { text, number } = same[0]!;
    const starts = Array.from({ length: Math.ceil(same.length / most) }, (_, b) => b * most);
    return starts.map((start) => ({
      columns: same.slice(start, start + most).map(({ column }) => column),
      text,
      number,
    }));
  });
}

function reading<Column extends SourceColumn>(column: Column) {
  const value = { ...column, sql: 'v' };
  const text = asText(value);
  const number = asNumber(value);
  return { column, text, number, key: JSON.stringify([column.type, text, number]) };
}

/** Rows of a batch, in the order of the table's rows and, in each, of the batch's columns. */
export function unpivoted({ columns }: Batch<SourceColumn>): string {
  const places = columns.map((_, i) => i).join(', ');
  const values = columns.map(({ sql }) => sql).join(', ');
  return `(select unnest([${places}]) as i, unnest([${values}]) as v from data)`;
}
