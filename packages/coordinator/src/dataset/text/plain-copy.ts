/** A table as a copy in the plainest of CSV, which DuckDB reads into its table `data`, all columns as text. */

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '@latentsweep/core';
import { type DuckDBConnection, duckDbMessage, literalPath, text } from '../duckdb.ts';
import { inTemporaryFolder } from '../temporary.ts';
import type { Dialect } from './csv.ts';

/** `lines`: of `plainLine`; every record is sound by our own reading. `label`: what the table is called in messages. */
export async function loadCopy(
  db: DuckDBConnection,
  label: string,
  width: number,
  lines: AsyncIterable<string>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'plain.csv');
    await pipeline(lines, createWriteStream(path)).catch((error: unknown) => refuseCopy(label, error));
    // A line end of another kind within quotes misleads DuckDB.
    const lineEnd = ", new_line = '\\n'";
    const dialect = { delimiter: ',', quote: '"' };
    await readCsv(db, path, { header: false, width }, dialect, lineEnd).catch((error: unknown) =>
      refuseCsv(label, error),
    );
  });
}

export async function readCsv(
  db: DuckDBConnection,
  path: string,
  { header, width }: { readonly header: boolean; readonly width: number },
  { delimiter, quote }: Dialect,
  more = '',
): Promise<void> {
  const types = Array.from({ length: width }, (_, i) => `'c${i}': 'varchar'`).join(', ');
  // Nothing is left to guess: DuckDB's own guesses go wrong, or hide the line, where a row is ragged.
  await db.run(`create temp table data as from read_csv(${text(literalPath(path))}, auto_detect = false,
    header = ${header}, delim = ${text(delimiter)}, quote = ${text(quote)}, escape = ${text(quote)},
    columns = {${types}}${more})`);
}

/** Cells as a line of the copy; null is an empty one. An only cell that is empty keeps its quotes: the line is a row. */
export function plainLine(cells: readonly (string | null)[]): string {
  if (cells.length === 1 && (cells[0] === null || cells[0] === '')) return '""\n';
  return `${cells.map((cell) => quoted(cell ?? '')).join(',')}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function refuseCsv(label: string, error: unknown): never {
  const [message] = duckDbMessage(error).split('\n');
  throw new InputError('bad_csv', `${label} can't be read: ${message}`, 'Check the file by hand.');
}

function refuseCopy(label: string, error: unknown): never {
  if (error instanceof InputError || !(error instanceof Error)) throw error;
  throw new InputError(
    'no_copy',
    `A plain copy of ${label} can't be written: ${error.message}.`,
    'Set TMPDIR to a folder with room for it, or make it plain UTF-8 CSV yourself.',
  );
}
