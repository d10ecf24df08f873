/** Reads the rows that a definition names into DuckDB's table `data`, as they are. */

import { extname, resolve } from 'node:path';
import { type Fault, InputError } from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';
import { type DuckDBConnection, duckDbMessage, identifier, literalPath, text as sql } from './duckdb.ts';
import { loadSelect } from './select/load-select.ts';
import { arffOrKeel } from './text/arff.ts';
import { loadText } from './text/load-text.ts';
import { isJson, isParquet, packingOf } from './text/magic.ts';
import {
  checkFile,
  emptyFile,
  encodingOf,
  otherFile,
  packedFile,
  refuseOther,
  refuseTextKeys,
} from './text/refuse-file.ts';
import { firstBytes } from './text/text-file.ts';

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
  if (definition.select !== null) return loadSelect(db, definition.select, definition);
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
  const arff = arffOrKeel(text, definition.path!);
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
  // Types are else guessed by the first rows, and fractions in later ones rounded.
  const all = reader === 'read_json' && definition.reading > 1 ? ', sample_size = -1' : '';
  await db
    .run(`create temp table data as from ${reader}(${sql(literalPath(path))}${all})`)
    .catch((error: unknown) => {
      throw new InputError(
        'bad_file',
        `${path} can't be read: ${duckDbMessage(error)}`,
        'Check that its name ends in what it is: .parquet, .json (a list of objects) or .jsonl.',
      );
    });
  return { label: path, columns: await describe(db), unnamed: [], notes: [], place: rowPlace };
}

export async function describe(db: DuckDBConnection): Promise<SourceColumn[]> {
  const rows = (await db.runAndReadAll('select column_name, column_type from (describe data)')).getRowsJS();
  return rows.map(([name, type]) => ({
    name: String(name),
    sql: identifier(String(name)),
    type: String(type),
  }));
}

export async function rowPlace(row: number): Promise<string> {
  return `row ${row + 1}`;
}
