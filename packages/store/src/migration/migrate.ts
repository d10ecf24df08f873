import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { all, type Db, one, type Trx } from '../db.ts';
import { isRefused } from '../error.ts';
import { addMeasures, type Layout, readMeasures } from '../measures.ts';
import { makeViews, mendSweepViews } from '../views.ts';
import { MOVE, type Move, moveAhead, moveMeasures } from './move.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The .sql files beside this one, by name, and the one that moves results. They are append-only: a released one never changes. */
export function migrations(): Record<string, Migration> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  return {
    ...Object.fromEntries(
      files.map((file): [string, Migration] => [
        file.slice(0, -'.sql'.length),
        { up: async (db) => void (await sql.raw(readFileSync(FOLDER + file, 'utf8')).execute(db)) },
      ]),
    ),
    [MOVE]: { up: moveMeasures },
  };
}

/**
 * Brings the tables up to date, with a place for every measure, and returns where they stand. `tell`: how far the move of
 * a large store is. Safe for two at once: on Postgres by Kysely's advisory lock, in the embedded
 * database because a transaction has it alone. Where nothing is to be done, rights to read are enough. Throws
 * InputError `store_too_new` or `store_outdated`.
 */
export async function migrate(db: Db, where: string, tell: (move: Move) => void): Promise<Layout> {
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
  const outdated = Object.keys(known).filter((name) => !done.includes(name));
  if (outdated.length > 0) await asOwner(where, outdated, () => bringUpToDate(db, known, done, tell));
  const { layout, missing } = await readMeasures(db);
  const grow = async (trx: Trx) => {
    const grown = await addMeasures(trx, missing);
    await makeViews(trx, grown);
    return grown;
  };
  const names = missing.map(({ name }) => name);
  const whole =
    names.length === 0 ? layout : await asOwner(where, names, () => db.transaction().execute(grow));
  await mendSweepViews(db, whole);
  return whole;
}

async function bringUpToDate(
  db: Db,
  known: Record<string, Migration>,
  done: readonly string[],
  tell: (move: Move) => void,
): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(known) };
  const migrator = new Migrator({ db, provider });
  const fail = ({ error }: { error?: unknown }) => {
    if (error) throw error;
  };
  if (done.length > 0 && !done.includes(MOVE)) {
    const before = Object.keys(known)
      .filter((name) => name < MOVE)
      .sort();
    fail(await migrator.migrateTo(before.at(-1)!));
    await moveAhead(db, tell);
  }
  fail(await migrator.migrateToLatest());
}

/** What changes tables. Throws InputError `store_outdated` where this user may not. */
async function asOwner<T>(where: string, missing: readonly string[], change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new InputError(
      'store_outdated',
      `The tables of ${where} are not up to date (missing: ${missing.join(', ')}), and this user may not change them.`,
      'Open the store once as the user that owns its tables: `sweep db --config owner.yaml`, with the file of `sweep cluster init`.',
    );
  }
}

async function applied(db: Db): Promise<string[]> {
  const table = await one<{ there: boolean }>(db)`
    select to_regclass('kysely_migration') is not null as there`;
  if (!table.there) return [];
  const rows = await all<{ name: string }>(db)`select name from kysely_migration order by name`;
  return rows.map(({ name }) => name);
}
