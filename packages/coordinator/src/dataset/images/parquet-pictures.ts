/** Pictures in Parquet, as data sets of Hugging Face have them: a column of { bytes, path }, and names of classes beside. */

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { InputError, naturalOrder } from '@latentsweep/core';
import { asText } from '../column/cell.ts';
import {
  type DuckDBConnection,
  duckDbMessage,
  identifier,
  literalPath,
  rowsOf,
  text,
  withDuckDb,
} from '../duckdb.ts';
import { listed } from '../refuse.ts';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { countParts, inOrderOfParts, type Part, partOf } from './parts.ts';
import { type NamedBytes, readPictures } from './pictures.ts';

interface Shard {
  readonly path: string;
  readonly part: Part | null;
}

/** `train-00000-of-00002.parquet` is one of several files of a part. */
const shardOf = (path: string): Shard => ({
  path,
  part: partOf(/^[a-z0-9]+/i.exec(basename(path))?.[0] ?? ''),
});

/** Those of a folder, or of the `data` in it; none where there are none. */
export async function shardsIn(folder: string): Promise<Shard[]> {
  for (const one of [folder, join(folder, 'data')]) {
    const names = await readdir(one).catch(() => []);
    const found = names.filter((name) => name.endsWith('.parquet') && !name.startsWith('.')).sort();
    if (found.length > 0) return inOrderOfParts(found.map((name) => shardOf(join(one, name))));
  }
  return [];
}

/** Null where the file has no column of pictures. Throws InputError. */
export async function readParquet(
  label: string,
  shards: readonly Shard[],
  definition: ImagesDefinition,
): Promise<ReadImages | null> {
  return withDuckDb(definition.folder, async (db) => {
    const columns = await columnsOf(db, shards[0]!.path);
    const picture = pictureColumn(label, columns);
    if (picture === null) return null;
    const features = await featuresOf(db, shards[0]!.path);
    const target = targetOf(label, columns, features, definition.target);
    const counted: { part: Part | null; count: number }[] = [];
    const words: string[] = [];
    for (const { path, part } of shards) {
      const found = await rowsOf(db, `select ${asText({ sql: identifier(target) })} from ${read(path)}`);
      const missing = found.findIndex(([word]) => word === null);
      if (missing >= 0) {
        const message = `The target \`${target}\` of ${path} has rows without a class: row ${missing + 1}.`;
        throw new InputError('missing_target', message, 'Give each image a class, or take its row out.');
      }
      for (const [word] of found) words.push(nameOf(features, target, String(word)));
      counted.push({ part, count: found.length });
    }
    const classes = naturalOrder([...new Set(words)]);
    const places = new Map(classes.map((name, code) => [name, code]));
    const parts = countParts(counted);
    const codes = Uint8Array.from(words, (word) => places.get(word)!);
    // A head may stand behind much else: all of a picture is handed on.
    const all = () => bytesOf(db, shards, picture);
    const source = { label, classes, codes, ...(parts && { parts }), heads: all, pictures: all };
    return readPictures(source, definition);
  });
}

/** Pictures alone, whatever their classes; null where the file has no column of them. Throws InputError. */
export async function readParquetAlone(
  label: string,
  shards: readonly Shard[],
  definition: ImagesDefinition,
): Promise<ReadImages | null> {
  return withDuckDb(definition.folder, async (db) => {
    const picture = pictureColumn(label, await columnsOf(db, shards[0]!.path));
    if (picture === null) return null;
    let count = 0;
    for (const { path } of shards) {
      const [[rows]] = (await rowsOf(db, `select count(*) from ${read(path)}`)) as [[bigint]];
      count += Number(rows);
    }
    const all = () => bytesOf(db, shards, picture);
    const source = { label, classes: [], codes: new Uint8Array(count), heads: all, pictures: all };
    return readPictures(source, definition);
  });
}

function pictureColumn(label: string, columns: readonly Column[]): Column | null {
  const pictures = columns.filter(({ type }) => /^STRUCT\("?bytes"? BLOB\b/.test(type) || type === 'BLOB');
  if (pictures.length <= 1) return pictures[0] ?? null;
  const names = listed(pictures.map(({ name }) => name));
  throw new InputError(
    'which_column',
    `${label} has several columns of pictures: ${names}.`,
    'Take out all but one.',
  );
}

const read = (path: string): string => `read_parquet(${text(literalPath(path))})`;

interface Column {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(db: DuckDBConnection, path: string): Promise<Column[]> {
  const rows = await rowsOf(db, `select column_name, column_type from (describe from ${read(path)})`).catch(
    (error: unknown) => {
      throw new InputError('bad_file', `${path} can't be read: ${duckDbMessage(error)}`, 'Is it Parquet?');
    },
  );
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

/** Of each column that Hugging Face's `datasets` describes: the names of its classes, where it is one of classes. */
type Features = ReadonlyMap<string, readonly string[] | null>;

async function featuresOf(db: DuckDBConnection, path: string): Promise<Features> {
  const query = `select decode(value) from parquet_kv_metadata(${text(literalPath(path))}) where decode(key) = 'huggingface'`;
  const [row] = await rowsOf(db, query);
  if (row === undefined) return new Map();
  try {
    const { info } = JSON.parse(String(row[0])) as {
      info: { features: Record<string, { names?: unknown }> };
    };
    return new Map(
      Object.entries(info.features).map(([name, { names }]) => [
        name,
        Array.isArray(names) ? names.map(String) : null,
      ]),
    );
  } catch {
    return new Map();
  }
}

function targetOf(
  label: string,
  columns: readonly Column[],
  features: Features,
  target: string | null,
): string {
  const names = columns.map(({ name }) => name);
  if (target !== null && names.includes(target)) return target;
  const hint = `It has ${listed(names, 40)}.`;
  if (target !== null) {
    throw new InputError('unknown_target', `${label} has no column \`${target}\` (dataset.target).`, hint);
  }
  const classed = names.filter((name) => features.get(name));
  if (classed.length === 1) return classed[0]!;
  const message = `${label} does not say which column holds the class.`;
  throw new InputError('no_target', message, `Name it with \`target\`. ${hint}`);
}

/** A code's name, where the file has that. */
const nameOf = (features: Features, target: string, word: string): string =>
  features.get(target)?.[Number(word)] ?? word;

async function* bytesOf(
  db: DuckDBConnection,
  shards: readonly Shard[],
  { name, type }: Column,
): AsyncGenerator<NamedBytes> {
  const blob = type === 'BLOB' ? identifier(name) : `${identifier(name)}.bytes`;
  for (const { path } of shards) {
    let row = 0;
    for await (const chunk of await db.stream(`select ${blob} from ${read(path)}`)) {
      const values = chunk.getColumnVector(0);
      for (let i = 0; i < chunk.rowCount; i++) {
        row += 1;
        const value = values.getItem(i) as { readonly bytes: Uint8Array } | null;
        const named = `the picture in row ${row} of ${path}`;
        if (value === null) {
          const message = `${named.replace('the', 'The')} is not in the file.`;
          throw new InputError(
            'missing_picture',
            message,
            'Write the data set again with its pictures embedded.',
          );
        }
        yield { name: named, bytes: value.bytes };
      }
    }
  }
}
