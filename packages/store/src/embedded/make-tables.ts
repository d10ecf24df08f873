import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import { migrate } from '../migration/migrate.ts';

/** The tables of a store, in a database of this process that is made to be copied. */
export async function makeTables(database: PGlite): Promise<void> {
  const client = {
    query: async (text: string, values: readonly unknown[]) =>
      values.length > 0 ? database.query(text, [...values]) : (await database.exec(text)).at(-1),
    release: () => {},
  } as unknown as PostgresPoolClient;
  const pool = { connect: async () => client, end: async () => {}, options: {} };
  await migrate(new Kysely({ dialect: new PostgresDialect({ pool }) }), 'a new store', () => {});
}
