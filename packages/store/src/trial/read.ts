import { type Curves, InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import { trialColumnNames } from '../columns.ts';
import type { Connection } from '../connection.ts';
import { type Db, first, type Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import { layoutOf } from '../own/layout.ts';
import type { Sweep } from '../port.ts';
import { whole } from '../rank/candidates.ts';
import { checkMetric, isMaximized } from '../rank/metric.ts';
import { isAfter, pageOf } from '../rank/page.ts';
import { readCondition, userQuery } from '../rank/user-query.ts';
import { sweepTrials } from '../views.ts';

export const trials: Method<'trials', [Connection, Layout]> = async (connection, layout, sweep, page) => {
  const condition = conditionOf(layout, sweep, page.where);
  return userQuery(
    connection,
    condition,
    sql`
      select *
      from (${sweepTrials(layout, sweep)}) own
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
  checkMetric(sweep, by);
  const condition = conditionOf(layout, sweep, where);
  const value = sql.ref(by === sweep.metric ? 'value' : layout.columnOf(by));
  const order = isMaximized(sweep, by) ? 'desc' : 'asc';
  const table = await userQuery(
    connection,
    condition,
    sql`
      select *, ${value} as score, id as place
      from (${sweepTrials(layout, sweep)}) own
      where ${after ? isAfter(value, order, after) : sql`true`} and ${value} is not null and (${sql.raw(condition.sql)})
      order by ${value} ${sql.raw(order)}, id
      limit ${sql.lit(whole(limit))}`,
  );
  return pageOf(table, limit, (place) => place);
};

function conditionOf(layout: Layout, sweep: Sweep, where: string | undefined) {
  return readCondition(sweep, where, trialColumnNames(layout, sweep.parameters), layout);
}

export const trial: Method<'trial', [Db, Layout]> = async (db, catalogue, id) => {
  const found = await first<Found>(db)`
    select s.slug as sweep, t.*, r.until, r.passed, r.deaths, r.death_log, r.lease_until, r.result_hash, r.result_version,
      (
        select json_agg(json_build_object('at', k.at, 'worker', k.worker, 'ran', k.outcome -> 'ran') order by k.id)
        from result_conflicts k
        where k.trial_id = t.id
      ) as conflicts,
      (select own.ran from trial_runs own where own.trial_id = coalesce(t.reused_from, t.id)) as ran,
      json_build_object('parameters', s.parameters, 'ownMeasures', s.own_measures) as measured
    from trials t
    join trial_rows r on r.id = t.id
    join sweeps s on s.id = t.sweep_id
    where t.id = ${id}`;
  if (!found) throw unknownTrial(id);
  const { ran, measured, ...row } = found;
  const layout = layoutOf(catalogue, measured);
  const curves = await curvesOf(db, layout, id);
  if (!layout.isOwn) return { row, curves, measures: null, ran };
  const measures = await ownMeasures(db, layout, id);
  return { row: withOwn(catalogue, row, layout, measures), curves, measures, ran };
};

interface Found extends Record<string, unknown> {
  readonly measured: Pick<Sweep, 'parameters' | 'ownMeasures'>;
}

async function curvesOf(db: Db, layout: Layout, id: number): Promise<Curves | null> {
  const columns = layout.curves.map((name, i) => sql`${layout.curve(name)} as ${sql.ref(`c${i}`)}`);
  const row = await first<Record<string, readonly number[]>>(db)`
    select ${sql.join(columns)} from ${sql.table(layout.curveTable)} c where c.trial_id = ${id}`;
  return row ? Object.fromEntries(layout.curves.map((name, i) => [name, row[`c${i}`]!])) : null;
}

async function ownMeasures(db: Db, layout: Layout, id: number): Promise<Record<string, number | null>> {
  const values = await first<{ held: readonly (number | null)[] | null }>(db)`
    select t.${layout.all} as held from trial_rows t where t.id = ${id}`;
  return Object.fromEntries(layout.scalars.map((name, i) => [name, values?.held?.[i] ?? null]));
}

/** A row with a sweep's own measures in place of those of the catalogue, which it lacks. */
function withOwn(
  catalogue: Layout,
  row: Readonly<Record<string, unknown>>,
  layout: Layout,
  measures: Readonly<Record<string, number | null>>,
): Record<string, unknown> {
  const absent = new Set(catalogue.measures.map(({ name }) => name));
  return Object.fromEntries([
    ...Object.entries(row).filter(([name]) => !absent.has(name)),
    ...Object.entries(measures).map(([name, value]) => [layout.columnOf(name), value]),
  ]);
}

export function unknownTrial(id: number): InputError {
  return new InputError('unknown_trial', `No trial has the id ${id}.`, 'See `sweep trials SWEEP`.');
}
