import { tmpdir } from 'node:os';
import type { DuckDBConnection, JS } from '@duckdb/node-api';
import { InputError } from '@latentsweep/core';
import { inTemporaryFolder } from './temporary.ts';

/**
 * What DuckDB may use before it puts rows into a temporary file; null leaves it most of the machine. A query over very
 * many columns needs more to begin with, or it fails at once.
 */
const MEMORY = ['512MB', '2GB', null] as const;

/** `use` with a DuckDB to read files; again with more memory where that did not suffice. */
export async function withDuckDb<T>(
  folder: string,
  use: (db: DuckDBConnection) => Promise<T>,
  [limit, ...more]: readonly (string | null)[] = MEMORY,
): Promise<T> {
  if (limit === undefined) throw new RangeError('no memory for DuckDB');
  try {
    return await withMemory(folder, limit, use);
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    if (more.length === 0) throw tooLarge(error);
  }
  return withDuckDb(folder, use, more);
}

/**
 * DuckDB in memory, to read files only: no extension is fetched or loaded (so no network), no setting can be
 * changed later, and callers run nothing but `select`. Relative paths start from `folder`. One thread, so that
 * the rows of a query without an order come in the same order every time, and one time zone, so that times with an
 * offset are the same days on every machine.
 */
async function withMemory<T>(
  folder: string,
  limit: string | null,
  use: (db: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  return inTemporaryFolder(async (temporary) => {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      temp_directory: temporary,
      ...(limit === null ? {} : { memory_limit: limit }),
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
    const db = await instance.connect();
    try {
      await db.run(`set file_search_path = ${text(folder)}`);
      await db.run("set TimeZone = 'UTC'");
      await db.run('set lock_configuration = true');
      return await use(db);
    } finally {
      db.closeSync();
      instance.closeSync();
    }
  });
}

/** DuckDB's memory did not suffice, or its temporary file's disk. */
function isOutOfMemory(error: unknown): error is Error {
  return error instanceof Error && /Out of Memory Error|No space left on device/.test(error.message);
}

function tooLarge({ message }: Error): InputError {
  const words = message.replace(/^Failed to \w+ \w+: /, '').split('\n')[0]!;
  return new InputError(
    'table_too_large',
    `The table does not fit into this machine's memory and ${tmpdir()}: ${words}`,
    'Read fewer columns or rows with a `select`, set TMPDIR to a folder with more room, or use a machine with more memory.',
  );
}

/** What a query brings: a list for each row. */
export async function rowsOf(db: DuckDBConnection, query: string): Promise<JS[][]> {
  return (await db.runAndReadAll(query)).getRowsJS();
}

/** The one row that a query brings. */
export async function rowOf(db: DuckDBConnection, query: string): Promise<JS[]> {
  return (await rowsOf(db, query))[0]!;
}

/** A name as SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string as SQL. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A path that DuckDB takes for one file, whatever letters of a pattern it has. */
export function literalPath(path: string): string {
  return path.replaceAll(/[*?[]/g, (letter) => `[${letter}]`);
}

/** What DuckDB says, without the query that we sent it. Throws where it says no more than that memory ran out. */
export function duckDbMessage(error: unknown): string {
  if (isOutOfMemory(error)) throw error;
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^Failed to \w+ \w+: /, '')
    .split(/\n\s*\n?LINE \d+:/)[0]!
    .trim();
}

export type { DuckDBConnection };
