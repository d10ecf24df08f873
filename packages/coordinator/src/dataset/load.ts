/** Reads the rows that a definition names into DuckDB's table `data`, as they are. */

import { extname, resolve } from 'node:path';
import { StatementType } from '@duckdb/node-api';
import { type Fault, InputError } from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';
import { arffOrKeel } from './arff.ts';
import { type DuckDBConnection, duckDbMessage, identifier, literalPath, text as sql } from './duckdb.ts';
import { loadText } from './load-text.ts';
import { isJson, isParquet, packingOf } from './magic.ts';
import {
  checkFile,
  emptyFile,
  encodingOf,
  otherFile,
  packedFile,
  refuseOther,
  refuseTextKeys,
} from './refuse-file.ts';
import { firstBytes } from './text-file.ts';

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
  /** Names of those that have none in the file: `column 1`. */
  readonly unnamed: readonly string[];
  /** What was done to read it that the user may not expect. */
  readonly notes: readonly Fault[];
  /** `line 12` of a text file, or `row 11` (from 1) where there are no lines. */
  place(row: number): Promise<string>;
}

const READERS: Readonly<Record<string, string>> = {
  '.parquet': 'read_parquet',
  '.json': 'read_json',
  '.jsonl': 'read_json',
  '.ndjson': 'read_json',
};
/** What a file is shows in so many bytes. */
const FIRST_BYTES = 4096;
/** A header is looked for in so many. */
const START_BYTES = 4 * 1024 * 1024;

export async function loadSource(db: DuckDBConnection, definition: TableDefinition): Promise<Source> {
  if (definition.select !== null) return loadSelect(db, definition.select, definition.folder);
  const path = resolve(definition.folder, definition.path!);
  await checkFile(path, definition.path!);
  const first = await firstBytes(path, 'none', FIRST_BYTES);
  refuseOther(path, 'none', first);
  const reader = READERS[extname(path).toLowerCase()];
  if (reader) return loadTyped(db, path, reader, definition);
  const packing = packingOf(first);
  const bytes = await firstBytes(path, packing, START_BYTES);
  if (packing === 'none' && isParquet(bytes)) return loadTyped(db, path, 'read_parquet', definition);
  if (packing !== 'none') refuseOther(path, packing, bytes);
  const encoding =
    definition.encoding === null ? encodingOf(path, bytes) : new TextDecoder(definition.encoding).encoding;
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  if (text.trim() === '') throw emptyFile(path);
  const arff = arffOrKeel(text, path);
  if (arff !== null) throw otherFile(path, arff);
  if (isJson(text)) {
    if (packing !== 'none') throw packedFile(path, packing, 'JSON');
    return loadTyped(db, path, 'read_json', definition);
  }
  const start = { text, whole: bytes.length < START_BYTES };
  return loadText(db, { path, packing, encoding }, start, definition);
}

async function loadTyped(
  db: DuckDBConnection,
  path: string,
  reader: string,
  definition: TableDefinition,
): Promise<Source> {
  refuseTextKeys(path, definition);
  await db
    .run(`create temp table data as from ${reader}(${sql(literalPath(path))})`)
    .catch((error: unknown) => {
      throw new InputError(
        'bad_file',
        `${path} can't be read: ${duckDbMessage(error)}`,
        'Check that its name ends in what it is: .parquet, .json (a list of objects) or .jsonl.',
      );
    });
  return { label: path, columns: await describe(db), unnamed: [], notes: [], place: rowPlace };
}

async function loadSelect(db: DuckDBConnection, select: string, folder: string): Promise<Source> {
  await refuseAllButSelect(db, select, folder);
  await db.run(`create temp table data as ${select}`).catch((error: unknown) => refuseSelect(error, folder));
  return { label: 'The select', columns: await describe(db), unnamed: [], notes: [], place: rowPlace };
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
