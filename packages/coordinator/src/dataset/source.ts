/** Rows as they lie in DuckDB's table `data`, wherever they came from. */

import type { Fault } from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';
import { type DuckDBConnection, identifier, rowsOf } from './duckdb.ts';

export type TableDefinition = Extract<DatasetDefinition, { kind: 'table' }>;

export interface SourceColumn {
  /** As in the file. */
  readonly name: string;
  /** As in SQL. */
  readonly sql: string;
  /** DuckDB's type. */
  readonly type: string;
}

export interface Source {
  readonly db: DuckDBConnection;
  /** What to call it in messages. */
  readonly label: string;
  readonly columns: readonly SourceColumn[];
  /** Names of those that have none in the file: `column 1`. */
  readonly unnamed: readonly string[];
  /** Names of columns that the file itself declares to hold names, though they may be digits. */
  readonly named?: readonly string[];
  /** The column that the file itself calls its class. */
  readonly output?: string | null;
  /** What was done to read it that the user may not expect. */
  readonly notes: readonly Fault[];
  /** `line 12` of a text file, or `row 11` (from 1) where there are no lines. */
  place(row: number): Promise<string>;
}

export async function describe(db: DuckDBConnection): Promise<SourceColumn[]> {
  const rows = await rowsOf(db, 'select column_name, column_type from (describe data)');
  return rows.map(([name, type]) => ({
    name: String(name),
    sql: identifier(String(name)),
    type: String(type),
  }));
}

export async function rowPlace(row: number): Promise<string> {
  return `row ${row + 1}`;
}
