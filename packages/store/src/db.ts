import { type Kysely, sql, type Transaction } from 'kysely';
import type { Store } from './port.ts';

/** Kysely runs statements and puts values in them; the .sql files in migration/ say what tables there are. */
export type Db = Kysely<unknown>;
export type Trx = Transaction<unknown>;

type Methods = Omit<Store, 'location'>;

/** A method of the port, where it says what it promises, as a function that is first given what it works on. */
export type Method<Name extends keyof Methods, Given extends unknown[] = [db: Db]> = (
  ...args: [...Given, ...Parameters<Methods[Name]>]
) => ReturnType<Methods[Name]>;

type Template = Parameters<typeof sql>;

/** Columns by their names, of this table if one is named. */
export const refs = (names: readonly string[], table?: string) =>
  sql.join(names.map((name) => sql.ref(table === undefined ? name : `${table}.${name}`)));

/** For an update: these columns as another row has them. */
export const assigned = (names: readonly string[], row: string) =>
  sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`${row}.${name}`)}`));

/** The rows of a statement: all<Row>(db)`select …`. */
export const all =
  <Row>(db: Db) =>
  async (...statement: Template): Promise<Row[]> =>
    (await sql<Row>(...statement).execute(db)).rows;

/** The first of them, which may be missing. */
export const first =
  <Row>(db: Db) =>
  async (...statement: Template): Promise<Row | undefined> =>
    (await all<Row>(db)(...statement))[0];

/** The one that it always has. */
export const one =
  <Row>(db: Db) =>
  async (...statement: Template): Promise<Row> => {
    const row = await first<Row>(db)(...statement);
    if (row === undefined) throw new Error(`No row came of: ${statement[0].join('…')}`);
    return row;
  };
