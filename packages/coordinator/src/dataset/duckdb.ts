import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/**
 * DuckDB in memory, to read files only: no extension is fetched or loaded (so no network), no setting can be
 * changed later, and callers run nothing but `select`. Relative paths start from `folder`. One thread, so that
 * the rows of a query without an order come in the same order every time, and one time zone, so that times with an
 * offset are the same days on every machine.
 */
export async function withDuckDb<T>(folder: string, use: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
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

/** What DuckDB says, without the query that we sent it. */
export function duckDbMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^Failed to \w+ \w+: /, '')
    .split(/\n\s*\n?LINE \d+:/)[0]!
    .trim();
}

export type { DuckDBConnection };
