/** Reads a CSV, or any other text of rows and cells, into DuckDB's table `data`, as it is. */

import type { Fault } from '@latentsweep/core';
import { refuseSize } from '@latentsweep/table-file';
import { type DuckDBConnection, duckDbMessage } from '../duckdb.ts';
import type { Source, TableDefinition } from '../source.ts';
import { hasBlankBeforeQuote } from './blank-quote.ts';
import { columnsOf } from './header.ts';
import type { Layout } from './layout.ts';
import { loadCopy, plainLine, readCsv } from './plain-copy.ts';
import { refuseRow } from './refuse-csv.ts';
import type { TextFile } from './text-file.ts';
import { lineOf, rowsIn, type TextTable } from './text-rows.ts';

export async function loadText(
  db: DuckDBConnection,
  file: TextFile,
  layout: Layout,
  definition: TableDefinition,
): Promise<Source> {
  const columns = columnsOf(file.path, layout, definition);
  const table = { file, layout, columns };
  if (isPlain(table) && !(await hasBlankBeforeQuote(file.path, layout))) {
    const { header, names } = columns;
    await readCsv(db, file.path, { header, width: names.length }, layout).catch((error: unknown) => {
      // It throws where memory did not suffice.
      duckDbMessage(error);
      return retry(db, table);
    });
  } else await readCopy(db, table);
  return {
    db,
    label: file.path,
    columns: columns.names.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' })),
    unnamed: columns.unnamed,
    notes: [...commentNote(table), ...columns.notes],
    place: async (row) => `line ${await lineOf(table, row)}`,
  };
}

/** DuckDB reads it as it is. */
function isPlain({ file, layout }: TextTable): boolean {
  const { packing, encoding } = file;
  return packing === 'none' && encoding === 'utf-8' && layout.from === 0 && layout.delimiter !== ' ';
}

/** Says what is wrong with the first bad row. Where none is, as with line ends of two kinds, a copy is read. */
async function retry(db: DuckDBConnection, table: TextTable): Promise<void> {
  for await (const rows of rowsIn(table)) {
    for (const row of rows) refuseRow(table.file.path, row, table.columns);
  }
  await readCopy(db, table);
}

async function readCopy(db: DuckDBConnection, table: TextTable): Promise<void> {
  await loadCopy(db, table.file.path, table.columns.names.length, plainLines(table));
}

async function* plainLines(table: TextTable): AsyncGenerator<string> {
  const { file, columns } = table;
  let count = 0;
  for await (const rows of rowsIn(table)) {
    count += rows.length;
    // What is packed may be more than any machine holds.
    refuseSize(file.path, count, columns.names.length);
    let lines = '';
    for (const row of rows) {
      refuseRow(file.path, row, columns);
      lines += plainLine(row.cells.slice(0, columns.names.length));
    }
    yield lines;
  }
}

function commentNote({ file, layout }: TextTable): Fault[] {
  if (layout.comments === null) return [];
  const { mark, lines } = layout.comments;
  const [which, are] = lines === 1 ? ['A line that begins', 'is'] : [`${lines} lines that begin`, 'are'];
  const message = `${which} with ${mark} before the table in ${file.path} ${are} taken for a comment`;
  const hint = 'Nothing is lost if that is what they are.';
  return [{ code: 'comments_skipped', path: 'dataset.path', message, hint }];
}
