/** Reads a CSV, or any other text of rows and cells, into DuckDB's table `data`, as it is. */

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Fault } from '@latentsweep/core';
import { type CsvRecord, RecordReader } from './csv.ts';
import { type DuckDBConnection, duckDbMessage, literalPath, text } from './duckdb.ts';
import { type Columns, columnsOf } from './header.ts';
import { type Layout, layoutOf } from './layout.ts';
import type { Source, TableDefinition } from './load.ts';
import { refuseBroken, refuseCsv, refuseRow } from './refuse-csv.ts';
import { emptyFile } from './refuse-file.ts';
import { readText, type TextFile } from './text-file.ts';

/** Its beginning, in which the header is looked for; `whole` where that is all of it. */
export interface Start {
  readonly text: string;
  readonly whole: boolean;
}

interface Table {
  readonly file: TextFile;
  readonly layout: Layout;
  readonly columns: Columns;
}

export async function loadText(
  db: DuckDBConnection,
  file: TextFile,
  start: Start,
  definition: TableDefinition,
): Promise<Source> {
  const layout = layoutOf(start.text, start.whole);
  if (layout === null) throw emptyFile(file.path);
  const columns = columnsOf(file.path, layout, definition);
  const table = { file, layout, columns };
  if (isPlain(table)) {
    await readCsv(db, table, file.path, columns.header).catch((error: unknown) =>
      retry(db, table, duckDbMessage(error)),
    );
  } else await readCopy(db, table);
  return {
    label: file.path,
    columns: columns.names.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' })),
    unnamed: columns.unnamed,
    notes: [...commentNote(table), ...columns.notes],
    place: async (row) => `line ${await lineOf(table, row)}`,
  };
}

/** DuckDB reads it as it is. */
function isPlain({ file, layout }: Table): boolean {
  const { packing, encoding } = file;
  return packing === 'none' && encoding === 'utf-8' && layout.from === 0 && layout.delimiter !== ' ';
}

async function readCsv(db: DuckDBConnection, { layout, columns }: Table, path: string, header: boolean) {
  const types = columns.names.map((_, i) => `'c${i}': 'varchar'`).join(', ');
  // Nothing is left to guess: DuckDB's own guesses go wrong, or hide the line, where a row is ragged.
  await db.run(`create temp table data as from read_csv(${text(literalPath(path))}, auto_detect = false,
    header = ${header}, delim = ${text(layout.delimiter)}, quote = ${text(layout.quote)},
    escape = ${text(layout.quote)}, columns = {${types}})`);
}

/** Finds what DuckDB stumbled over. Line ends of more than one kind are no fault: it gets a copy without. */
async function retry(db: DuckDBConnection, table: Table, message: string): Promise<void> {
  for await (const rows of rowsIn(table)) {
    for (const row of rows) refuseRow(table.file.path, row, table.columns);
  }
  if (/state machine reached an invalid state/.test(message)) await readCopy(db, table);
  else refuseCsv(table.file.path, message);
}

/** Reads a copy of the rows in the plainest of CSV. */
async function readCopy(db: DuckDBConnection, table: Table): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-'));
  try {
    const path = join(folder, 'plain.csv');
    await pipeline(plainLines(table), createWriteStream(path));
    await readCsv(db, { ...table, layout: { ...table.layout, delimiter: ',', quote: '"' } }, path, false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* plainLines(table: Table): AsyncGenerator<string> {
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

/** The rows after the header, without empty lines. */
async function* rowsIn({ file, layout, columns }: Table): AsyncGenerator<readonly CsvRecord[]> {
  const reader = new RecordReader(layout, layout.line);
  let skip = layout.from;
  let header = columns.header;
  const rowsOf = (piece: string, last: boolean) => {
    const records = reader.read(piece, last).filter(({ cells }) => cells.length > 0);
    if (!header || records.length === 0) return records;
    header = false;
    refuseBroken(file.path, records[0]!);
    return records.slice(1);
  };
  for await (const piece of readText(file, () => reader.line)) {
    yield rowsOf(piece.slice(skip), false);
    skip = Math.max(0, skip - piece.length);
  }
  yield rowsOf('', true);
}

async function lineOf(table: Table, row: number): Promise<number> {
  let before = 0;
  for await (const rows of rowsIn(table)) {
    if (row < before + rows.length) return rows[row - before]!.line;
    before += rows.length;
  }
  throw new RangeError(`${table.file.path} has no row ${row}`);
}

function commentNote({ file, layout }: Table): Fault[] {
  if (layout.comments === null) return [];
  const { mark, lines } = layout.comments;
  const which = lines === 1 ? 'A line that begins' : `${lines} lines that begin`;
  return [
    {
      code: 'comments_skipped',
      path: 'dataset.path',
      message: `${which} with ${mark} before the table in ${file.path} ${lines === 1 ? 'is' : 'are'} taken for a comment`,
      hint: 'Nothing is lost if that is what they are.',
    },
  ];
}
