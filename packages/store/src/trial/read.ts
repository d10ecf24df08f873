import { type Curves, InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import { trialColumnNames } from '../columns.ts';
import type { Connection } from '../connection.ts';
import type { Db } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { LeaderboardOptions, Page, Sweep, Table } from '../port.ts';
import { checkMetric, isMaximized, whole } from '../rank/candidates.ts';
import { isAfter, pageOf } from '../rank/page.ts';
import { readCondition, userQuery } from '../rank/user-query.ts';
import { viewName } from '../views.ts';

/** A sweep's trials in the order of their number, a page at a time. */
export async function trials(
  connection: Connection,
  layout: Layout,
  sweep: Sweep,
  page: { readonly after: number; readonly limit: number; readonly where?: string | undefined },
): Promise<Table> {
  const condition = conditionOf(layout, sweep, page.where);
  return userQuery(
    connection,
    condition,
    sql`
      select *
      from ${sql.table(viewName(sweep.slug))}
      where number > ${sql.lit(whole(page.after))} and (${sql.raw(condition.sql)})
      order by number
      limit ${sql.lit(whole(page.limit))}`,
  );
}

/** Single trials with a value, best first. */
export async function topTrials(
  connection: Connection,
  layout: Layout,
  sweep: Sweep,
  { limit, by = sweep.metric, where, after }: LeaderboardOptions,
): Promise<Page> {
  checkMetric(by);
  const condition = conditionOf(layout, sweep, where);
  const value = sql.ref(by === sweep.metric ? 'value' : by);
  const order = isMaximized(sweep, by) ? 'desc' : 'asc';
  const table = await userQuery(
    connection,
    condition,
    sql`
      select *, ${value} as score, id as place
      from ${sql.table(viewName(sweep.slug))}
      where ${after ? isAfter(value, order, after) : sql`true`} and ${value} is not null and (${sql.raw(condition.sql)})
      order by ${value} ${sql.raw(order)}, id
      limit ${sql.lit(whole(limit))}`,
  );
  return pageOf(table, limit, (place) => place);
}

function conditionOf(layout: Layout, sweep: Sweep, where: string | undefined) {
  return readCondition(sweep, where, trialColumnNames(layout, sweep.parameters));
}

/** One trial with its sweep, all its columns and its curves. Throws InputError `unknown_trial`. */
export async function trial(
  db: Db,
  layout: Layout,
  id: number,
): Promise<{ row: Readonly<Record<string, unknown>>; curves: Curves | null }> {
  const { rows } = await sql<Record<string, unknown>>`
    select s.slug as sweep, t.*, r.deaths, r.death_log, r.lease_until, r.result_hash
    from trials t
    join trial_rows r on r.id = t.id
    join sweeps s on s.id = t.sweep_id
    where t.id = ${id}`.execute(db);
  const row = rows[0];
  if (!row) throw unknownTrial(id);
  const curves = await sql<Curves>`
    select ${sql.join(layout.curves.map((name) => sql.ref(name)))} from curves where trial_id = ${id}`.execute(
    db,
  );
  return { row, curves: curves.rows[0] ?? null };
}

export function unknownTrial(id: number): InputError {
  return new InputError('unknown_trial', `No trial has the id ${id}.`, 'See `sweep trials SWEEP`.');
}
