import { all, type Method, one } from './db.ts';
import type { Inventory } from './port.ts';
import { viewName } from './views.ts';

/** What the store holds. Counts every row: for `doctor`, not for a display. */
export const inventory: Method<'inventory'> = (db) => one<Inventory>(db)`
  select pg_database_size(current_database())::float8 as bytes,
    (select count(*) from sweep_rows) as sweeps,
    (select count(*) from trial_rows) as trials,
    has_table_privilege('sweep_rows', 'insert') as "mayWrite"`;

export const columnTypes: Method<'columnTypes'> = async (db, { slug }) => {
  const columns = await all<{ name: string; type: string }>(db)`
    select column_name as name, data_type as type
    from information_schema.columns
    where table_name = ${viewName(slug)}`;
  return new Map(columns.map(({ name, type }) => [name, type]));
};
