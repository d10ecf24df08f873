/** Reads a table of a format of its own (ARFF, svmlight, a sheet, …) into DuckDB's table `data`. */

import { InputError } from '@latentsweep/core';
import type { FileTable } from '@latentsweep/table-file';
import type { DuckDBConnection } from '../duckdb.ts';
import { sentence } from '../refuse.ts';
import type { Source, TableDefinition } from '../source.ts';
import { loadCopy, plainLine } from '../text/plain-copy.ts';
import { namesFor } from './names.ts';

export async function loadFile(
  db: DuckDBConnection,
  label: string,
  table: FileTable,
  definition: Pick<TableDefinition, 'columns'>,
): Promise<Source> {
  const names = namesFor(label, table.columns, definition.columns);
  await loadCopy(db, label, names.length, linesOf(label, table));
  return {
    db,
    label,
    columns: names.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' })),
    unnamed: [],
    named: names.filter((_, i) => table.columns[i]!.holds === 'names'),
    output:
      table.output === null ? null : names[table.columns.findIndex(({ name }) => name === table.output)]!,
    notes: table.notes,
    place: async (row) => `${table.unit} ${await lineOf(table, row)}`,
  };
}

async function* linesOf(label: string, table: FileTable): AsyncGenerator<string> {
  let any = false;
  for await (const rows of table.rows()) {
    any ||= rows.length > 0;
    yield rows.map(({ cells }) => plainLine(cells)).join('');
  }
  if (any) return;
  const message = `${sentence(label)} has columns but no rows.`;
  throw new InputError('no_rows', message, 'Rows of data follow the header.');
}

/** Of a row, from 0. */
async function lineOf(table: FileTable, row: number): Promise<number> {
  let before = 0;
  for await (const rows of table.rows()) {
    if (row < before + rows.length) return rows[row - before]!.line;
    before += rows.length;
  }
  throw new RangeError(`there is no row ${row}`);
}
