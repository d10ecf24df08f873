import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '@latentsweep/core';
import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { isRefused } from '../error.ts';
import type { Database } from '../schema.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The .sql files beside this one, by name. They are append-only: a released one never changes. */
export function migrations(): Record<string, Migration> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.sql'.length),
      { up: async (db) => void (await sql.raw(readFileSync(FOLDER + file, 'utf8')).execute(db)) },
    ]),
  );
}

/**
 * Brings the tables up to date. Safe for two at once: on Postgres by Kysely's advisory lock, in the embedded
 * database because a transaction has it alone. Where nothing is to be done, rights to read are enough. Throws
 * InputError `store_too_new` or `store_outdated`.
 */
export async function migrate(db: Kysely<Database>, where: string): Promise<void> {
  const known = migrations();
  const done = await applied(db);
  const unknown = done.find((name) => !(name in known));
  if (unknown) {
    throw new InputError(
      'store_too_new',
      `${where} was written by a newer version: its tables are at ${unknown}, which this one does not know.`,
      'Update latentsweep, or name another store.',
    );
  }
  if (done.length === Object.keys(known).length) return;
  const provider = { getMigrations: () => Promise.resolve(known) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (isRefused(error)) {
    const missing = Object.keys(known).filter((name) => !done.includes(name));
    throw new InputError(
      'store_outdated',
      `The tables of ${where} are not up to date (missing: ${missing.join(', ')}), and this user may not change them.`,
      'Open the store once as the user that owns its tables: `sweep db --config owner.yaml`, with the file of `sweep cluster init`.',
    );
  }
  if (error) throw error;
}

async function applied(db: Kysely<Database>): Promise<string[]> {
  const table = await sql<{
    there: boolean;
  }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (!table.rows[0]?.there) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}
