/** Reads the rows that a definition names into DuckDB's table `data`, as they are. */

import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { StatementType } from '@duckdb/node-api';
import { type Fault, InputError } from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';
import { didYouMean } from '../sweep-file/nearest.ts';
import { lineOfRow, readHeader } from './csv.ts';
import { type DuckDBConnection, duckDbMessage, identifier, literalPath, text } from './duckdb.ts';
import { refuseCsv } from './refuse-csv.ts';

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
  /** What to call it in messages. */
  readonly label: string;
  readonly columns: readonly SourceColumn[];
  /** What was done to read it that the user may not expect. */
  readonly notes: readonly Fault[];
  /** `line 12` of a text file, or `row 11` (from 1) where there are no lines. */
  place(row: number): Promise<string>;
}

const CSV = ['.csv', '.tsv', '.txt'];
const READERS: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.json': 'read_json',
  '.jsonl': 'read_json',
  '.ndjson': 'read_json',
};
/** A header is looked for in so many bytes. */
const HEADER_BYTES = 4 * 1024 * 1024;

export async function loadSource(db: DuckDBConnection, definition: TableDefinition): Promise<Source> {
  if (definition.select !== null) return loadSelect(db, definition.select, definition.folder);
  const path = resolve(definition.folder, definition.path!);
  await checkFile(path);
  const extension = extname(path).toLowerCase();
  if (CSV.includes(extension)) return loadCsv(db, path);
  const reader = READERS[extension];
  if (reader) return loadTyped(db, path, reader);
  throw new InputError(
    'unknown_format',
    `${path} is neither CSV nor Parquet nor JSON by its name.`,
    `Rename it to one of ${[...CSV, ...Object.keys(READERS)].join(', ')}, or read it with \`select\`.`,
  );
}

async function checkFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code !== 'ENOENT' && found.code !== 'ENOTDIR') throw unreadable(path, found);
    const folder = dirname(path);
    const names = await readdir(folder).catch(() => null);
    const near = names === null ? `There is no folder ${folder} either. ` : didYouMean(basename(path), names);
    throw new InputError(
      'file_not_found',
      `There is no file ${path}.`,
      `${near}A relative \`path\` starts from the folder of the sweep file.`,
    );
  }
  if (found.isDirectory()) {
    throw new InputError(
      'path_is_folder',
      `${path} is a folder.`,
      'Name a file in it, or read several with `select`.',
    );
  }
  if (found.size === 0) throw emptyFile(path);
}

function unreadable(path: string, error: NodeJS.ErrnoException): InputError {
  return new InputError(
    'unreadable_file',
    `${path} can't be read: ${error.message}.`,
    'Check its permissions.',
  );
}

function emptyFile(path: string): InputError {
  return new InputError(
    'empty_file',
    `${path} is empty.`,
    'The first row names the columns, rows of data follow.',
  );
}

async function loadCsv(db: DuckDBConnection, path: string): Promise<Source> {
  const start = await readStart(path);
  if (start.trim() === '') throw emptyFile(path);
  const { delimiter, names } = readHeader(start);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(
      'duplicate_column',
      `${path} has two columns \`${twice}\`.`,
      'Give each its own name.',
    );
  }
  const types = names.map((_, i) => `'c${i}': 'varchar'`).join(', ');
  // Nothing is left to guess: DuckDB's own guesses go wrong, or hide the line, where a row is ragged.
  const read = `create temp table data as from read_csv(${text(literalPath(path))}, auto_detect = false,
    header = true, delim = ${text(delimiter)}, quote = '"', escape = '"', columns = {${types}})`;
  await db.run(read).catch((error: unknown) => refuseCsv(path, names.length, duckDbMessage(error)));
  return {
    label: path,
    columns: names.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' })),
    notes: [],
    place: async (row) => `line ${lineOfRow(await readFile(path, 'utf8'), row, names.length)}`,
  };
}

/** The beginning of a text file. Throws where it is not UTF-8. */
async function readStart(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return refuseCsv(path, 0, 'Invalid unicode');
    throw error;
  } finally {
    await file.close();
  }
}

async function loadTyped(db: DuckDBConnection, path: string, reader: string): Promise<Source> {
  await db
    .run(`create temp table data as from ${reader}(${text(literalPath(path))})`)
    .catch((error: unknown) => {
      throw new InputError(
        'bad_file',
        `${path} can't be read: ${duckDbMessage(error)}`,
        'Check that its name ends in what it is: .parquet, .json (a list of objects) or .jsonl.',
      );
    });
  return { label: path, columns: await describe(db), notes: [], place: rowPlace };
}

async function loadSelect(db: DuckDBConnection, select: string, folder: string): Promise<Source> {
  await refuseAllButSelect(db, select, folder);
  await db.run(`create temp table data as ${select}`).catch((error: unknown) => refuseSelect(error, folder));
  return { label: 'The select', columns: await describe(db), notes: [], place: rowPlace };
}

async function refuseAllButSelect(db: DuckDBConnection, select: string, folder: string): Promise<void> {
  const hint = "Write one query: select … from 'file.csv'.";
  if (select.replaceAll(/--.*|;|\s/g, '') === '')
    throw new InputError('not_a_select', 'The `select` is empty.', hint);
  const statements = await db
    .extractStatements(select)
    .catch((error: unknown) => refuseSelect(error, folder));
  if (statements.count !== 1) {
    throw new InputError('not_a_select', `The \`select\` holds ${statements.count} statements.`, hint);
  }
  const { statementType } = await statements
    .prepare(0)
    .catch((error: unknown) => refuseSelect(error, folder));
  if (statementType === StatementType.SELECT) return;
  const found = StatementType[statementType] ?? 'another';
  throw new InputError(
    'not_a_select',
    `The \`select\` is ${found === 'another' ? 'another statement' : `of the kind ${found}`}.`,
    hint,
  );
}

function refuseSelect(error: unknown, folder: string): never {
  const message = duckDbMessage(error);
  const missing = /No files found/.test(message);
  throw new InputError(
    'bad_select',
    `The \`select\` does not work: ${message}`,
    missing ? `Relative paths start from ${folder}.` : "It is DuckDB's SQL: select … from 'file.csv'.",
  );
}

async function describe(db: DuckDBConnection): Promise<SourceColumn[]> {
  const rows = (await db.runAndReadAll('select column_name, column_type from (describe data)')).getRowsJS();
  return rows.map(([name, type]) => ({
    name: String(name),
    sql: identifier(String(name)),
    type: String(type),
  }));
}

async function rowPlace(row: number): Promise<string> {
  return `row ${row + 1}`;
}
