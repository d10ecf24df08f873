import { sql } from 'kysely';
import type { Db } from './db.ts';
import type { Inventory, Sweep } from './port.ts';
import { viewName } from './views.ts';

/** What the store holds. Counts every row: for `doctor`, not for a display. */
export async function inventory(db: Db): Promise<Inventory> {
  const { rows } = await sql<Inventory>`
    select pg_database_size(current_database())::float8 as bytes,
      (select count(*) from sweep_rows) as sweeps,
      (select count(*) from trial_rows) as trials,
      has_table_privilege('sweep_rows', 'insert') as "mayWrite"`.execute(db);
  return rows[0]!;
}

export async function columnTypes(
  db: Db,
  { slug }: Pick<Sweep, 'slug'>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type
    from information_schema.columns
    where table_name = ${viewName(slug)}`.execute(db);
  return new Map(rows.map(({ name, type }) => [name, type]));
}
