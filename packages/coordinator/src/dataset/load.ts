/** Reads the rows that a definition names into DuckDB's table `data`, as they are. */

import { extname, resolve } from 'node:path';
import { InputError } from '@latentsweep/core';
import { isArff, isSvmlight, readArff, readNpz, readSvmlight } from '@latentsweep/table-file';
import { type DuckDBConnection, duckDbMessage, literalPath, text as sql } from './duckdb.ts';
import { loadFile } from './file/load-file.ts';
import { loadSheet } from './file/load-sheet.ts';
import { loadSelect } from './select/load-select.ts';
import { describe, rowPlace, type Source, type TableDefinition } from './source.ts';
import { encodingOf } from './text/encoding.ts';
import { layoutOf } from './text/layout.ts';
import { loadText } from './text/load-text.ts';
import { isJson, isParquet, packingOf, zippedTable } from './text/magic.ts';
import {
  checkFile,
  emptyFile,
  packedFile,
  refuseHeaderKey,
  refuseOther,
  refuseTextKeys,
  refuseUnusedKeys,
} from './text/refuse-file.ts';
import { firstBytes, readPieces } from './text/text-file.ts';

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
  const packed = zippedTable(first);
  refuseUnusedKeys(path, definition, packed);
  if (packed === 'xlsx') return loadSheet(db, path, definition);
  if (packed === 'npz') {
    refuseHeaderKey(path, definition);
    return loadFile(db, path, await readNpz(path, definition.arrays ?? null), definition);
  }
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
  const reading = isArff(text) ? readArff : isSvmlight(text) ? readSvmlight : null;
  if (reading !== null) {
    refuseHeaderKey(path, definition);
    const table = await reading(path, (line) => readPieces({ path, packing, encoding }, line));
    return loadFile(db, path, table, definition);
  }
  if (isJson(text)) {
    if (packing !== 'none') throw packedFile(path, packing, 'JSON');
    return loadTyped(db, path, 'read_json', definition);
  }
  const layout = layoutOf(text, bytes.length < START_BYTES);
  if (layout === null) throw emptyFile(path);
  return loadText(db, { path, packing, encoding }, layout, definition);
}

async function loadTyped(
  db: DuckDBConnection,
  path: string,
  reader: string,
  definition: TableDefinition,
): Promise<Source> {
  refuseTextKeys(path, definition);
  // Types are else guessed by the first rows, and fractions in later ones rounded.
  const all =
    reader === 'read_json' && definition.reading > 1
      ? ', sample_size = -1, map_inference_threshold = -1'
      : '';
  await db
    .run(`create temp table data as from ${reader}(${sql(literalPath(path))}${all})`)
    .catch((error: unknown) => {
      throw new InputError(
        'bad_file',
        `${path} can't be read: ${duckDbMessage(error)}`,
        'Check that its name ends in what it is: .parquet, .json (a list of objects) or .jsonl.',
      );
    });
  return { db, label: path, columns: await describe(db), unnamed: [], notes: [], place: rowPlace };
}
