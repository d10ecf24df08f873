import { type RawBuilder, sql } from 'kysely';

/**
 * That a row belongs to a sweep, for what is looked up by another column: no index that begins with the sweep serves a sum.
 * The planner takes such an index for a sweep that it has not heard of, and then reads all of the sweep
 * (migration/0014-look-ups.sql).
 */
export const inSweep = (table: string, id: number): RawBuilder<unknown> =>
  sql`${sql.ref(`${table}.sweep_id`)} + 0 = ${id}::int`;
