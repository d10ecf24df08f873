import { type Curves, InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import { trialColumnNames } from '../columns.ts';
import type { Connection } from '../connection.ts';
import { type Db, first, type Method, refs } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Sweep } from '../port.ts';
import { whole } from '../rank/candidates.ts';
import { checkMetric, isMaximized } from '../rank/metric.ts';
import { isAfter, pageOf } from '../rank/page.ts';
import { readCondition, userQuery } from '../rank/user-query.ts';
import { viewName } from '../views.ts';

export const trials: Method<'trials', [Connection, Layout]> = async (connection, layout, sweep, page) => {
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
};

/** Single trials with a value, best first. */
export const topTrials: Method<'topTrials', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { limit, by = sweep.metric, where, after },
) => {
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
};

function conditionOf(layout: Layout, sweep: Sweep, where: string | undefined) {
  return readCondition(sweep, where, trialColumnNames(layout, sweep.parameters));
}

export const trial: Method<'trial', [Db, Layout]> = async (db, layout, id) => {
  const row = await first<Record<string, unknown>>(db)`
    select s.slug as sweep, t.*, r.until, r.passed, r.deaths, r.death_log, r.lease_until, r.result_hash, r.result_version,
      (
        select json_agg(json_build_object('at', k.at, 'worker', k.worker) order by k.id)
        from result_conflicts k
        where k.trial_id = t.id
      ) as conflicts
    from trials t
    join trial_rows r on r.id = t.id
    join sweeps s on s.id = t.sweep_id
    where t.id = ${id}`;
  if (!row) throw unknownTrial(id);
  const curves = await first<Curves>(db)`select ${refs(layout.curves)} from curves where trial_id = ${id}`;
  return { row, curves: curves ?? null };
};

export function unknownTrial(id: number): InputError {
  return new InputError('unknown_trial', `No trial has the id ${id}.`, 'See `sweep trials SWEEP`.');
}
