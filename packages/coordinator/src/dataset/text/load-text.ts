/** Reads a CSV, or any other text of rows and cells, into DuckDB's table `data`, as it is. */

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Fault, InputError } from '@latentsweep/core';
import { type DuckDBConnection, duckDbMessage, literalPath, text } from '../duckdb.ts';
import type { Source, TableDefinition } from '../source.ts';
import { inTemporaryFolder } from '../temporary.ts';
import type { Dialect } from './csv.ts';
import { type Columns, columnsOf } from './header.ts';
import type { Layout } from './layout.ts';
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
  if (isPlain(table)) {
    await readCsv(db, file.path, columns, layout).catch((error: unknown) => {
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

async function readCsv(
  db: DuckDBConnection,
  path: string,
  { header, names }: Pick<Columns, 'header' | 'names'>,
  { delimiter, quote }: Dialect,
  more = '',
): Promise<void> {
  const types = names.map((_, i) => `'c${i}': 'varchar'`).join(', ');
  // Nothing is left to guess: DuckDB's own guesses go wrong, or hide the line, where a row is ragged.
  await db.run(`create temp table data as from read_csv(${text(literalPath(path))}, auto_detect = false,
    header = ${header}, delim = ${text(delimiter)}, quote = ${text(quote)}, escape = ${text(quote)},
    columns = {${types}}${more})`);
}

/** Says what is wrong with the first bad row. Where none is, as with line ends of two kinds, a copy is read. */
async function retry(db: DuckDBConnection, table: TextTable): Promise<void> {
  for await (const rows of rowsIn(table)) {
    for (const row of rows) refuseRow(table.file.path, row, table.columns);
  }
  await readCopy(db, table);
}

/** Reads a copy of the rows in the plainest of CSV. */
async function readCopy(db: DuckDBConnection, table: TextTable): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'plain.csv');
    await pipeline(plainLines(table), createWriteStream(path)).catch((error: unknown) =>
      refuseCopy(table.file.path, error),
    );
    const columns = { header: false, names: table.columns.names };
    // A line end of another kind within quotes misleads DuckDB.
    const lineEnd = ", new_line = '\\n'";
    await readCsv(db, path, columns, { delimiter: ',', quote: '"' }, lineEnd).catch((error: unknown) =>
      refuseCsv(table.file.path, error),
    );
  });
}

/** Every record is sound by our own reading. */
function refuseCsv(path: string, error: unknown): never {
  const [message] = duckDbMessage(error).split('\n');
  throw new InputError('bad_csv', `${path} can't be read: ${message}`, 'Check the file by hand.');
}

function refuseCopy(path: string, error: unknown): never {
  if (error instanceof InputError || !(error instanceof Error)) throw error;
  throw new InputError(
    'no_copy',
    `A plain copy of ${path} can't be written: ${error.message}.`,
    'Set TMPDIR to a folder with room for it, or make it plain UTF-8 CSV yourself.',
  );
}

async function* plainLines(table: TextTable): AsyncGenerator<string> {
  const { file, columns } = table;
  for await (const rows of rowsIn(table)) {
    let lines = '';
    for (const row of rows) {
      refuseRow(file.path, row, columns);
      lines += `${row.cells.slice(0, columns.names.length).map(quoted).join(',')}\n`;
    }
    yield lines;
  }
}

function quoted(cell: string): string {
  return /[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function commentNote({ file, layout }: TextTable): Fault[] {
  if (layout.comments === null) return [];
  const { mark, lines } = layout.comments;
  const [which, are] = lines === 1 ? ['A line that begins', 'is'] : [`${lines} lines that begin`, 'are'];
  const message = `${which} with ${mark} before the table in ${file.path} ${are} taken for a comment`;
  const hint = 'Nothing is lost if that is what they are.';
  return [{ code: 'comments_skipped', path: 'dataset.path', message, hint }];
}
