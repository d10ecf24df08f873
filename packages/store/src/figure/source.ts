import { bothSplits, measureNamed } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import { parameterColumns, parameterValue } from '../columns.ts';
import type { Layout } from '../measures.ts';
import type { RankingOptions, Sweep } from '../port.ts';
import { meanOf, OWN } from '../rank/candidates.ts';
import { CONFIG_FIGURES } from '../rank/config-figures.ts';
import { checkMetric } from '../rank/metric.ts';
import { readCondition } from '../rank/user-query.ts';
import { MOST } from './most.ts';

/** NaN is greater than infinity in Postgres. */
const FINITE = sql`abs(score) < 'infinity'`;
const INFINITE = sql`(score >= 'infinity' or score = '-infinity')`;

/**
 * The configs that a figure is made of: those of a sweep that a condition admits and whose mean is finite. Of the sweep's own
 * metric that are all, out of the aggregates in `configs`. Means of another one stand nowhere: they are taken from the trials
 * of a fair sample.
 *
 * A fair sample is the first configs by their hash, which has nothing to do with results, nor with when a config was proposed;
 * an index has them in that order, and they are the same ones each time. Throws InputError `unknown_metric`, `bad_where`.
 */
export function figureSource(layout: Layout, sweep: Sweep, { by = sweep.metric, where }: RankingOptions) {
  checkMetric(by);
  const parameters = parameterColumns(sweep.parameters);
  const condition = readCondition(sweep, where, [...CONFIG_FIGURES, ...layout.scalars]);
  const named = (name: string) => condition.sql.includes(`"${name}"`);
  const isOwn = by === sweep.metric;
  const id = sql.lit(sweep.id);
  const admitted = sql`(
      select ${sql.join([
        sql`c.*`,
        ...parameters
          .filter(({ column }) => named(column))
          .map((p) => sql`${parameterValue(sql`c.config`, p)} as ${sql.ref(p.column)}`),
        ...layout.scalars.filter(named).map((name) => sql`${meanOf(layout, name)} as ${sql.ref(name)}`),
      ])}
      from (${isOwn ? OWN : ofTrials(layout, by)}) c
      where c.sweep_id = ${id}
    ) configs
    where (${sql.raw(condition.sql)})`;
  const sampled = Math.max(1, Math.floor(MOST.trials / sweep.replicates));
  const bounded = (limit: number | null) => (isOwn ? limit : Math.min(limit ?? sampled, sampled));

  /** All their columns, and of the metric n, mean, sd, score, test_mean and val_mean. Null: as many as there are. */
  function first(limit: number | null): RawBuilder<unknown> {
    const most = bounded(limit);
    return sql`select * from ${admitted} and ${FINITE} ${most === null ? sql`` : sql`order by config_hash limit ${sql.lit(most)}`}`;
  }

  /** The SampleSize of what `first(limit)` gave to a table, as JSON. */
  function size(shown: RawBuilder<unknown>, limit: number | null): RawBuilder<unknown> {
    const most = bounded(limit);
    const of = isOwn
      ? sql`(select count(*) from ${admitted} and ${FINITE})`
      : // As many among all as among those that were passed on the way to the last one.
        sql`(
          select round(1.0 * s.shown * count(*) / greatest(1, count(*) filter (where config_hash <= s.last)))
          from configs
          where sweep_id = ${id}
        )`;
    return sql`(
      select json_build_object(
        'shown', s.shown,
        'of', ${most === null ? sql`s.shown` : sql`case when s.shown < ${sql.lit(most)} then s.shown else ${of} end`},
        'infinite', ${isOwn ? sql`(select count(*) from ${admitted} and ${INFINITE})` : sql`0`}
      )
      from (select count(*) as shown, ${isOwn ? sql`null` : sql`max(config_hash)`} as last from ${shown}) s
    )`;
  }

  return { parameters, condition, isOwn, first, size };
}

/** The columns of `configs` with the aggregates of another metric, config by config out of its trials. */
function ofTrials(layout: Layout, by: string): RawBuilder<unknown> {
  const { test, validation } = bothSplits(by);
  const value = sql`t.${layout.scalar(by)}`;
  const score = sql.raw(measureNamed.get(by)!.better === 'lower' ? '-m.mean' : 'm.mean');
  return sql`
    select
      c.id, c.sweep_id, c.config, c.config_hash, c.n_diverged, c.n_failed, c.collapsed_share,
      m.n, m.n_undefined, m.mean, m.sd, ${score} as score, m.test_mean, m.val_mean
    from configs c
    cross join lateral (
      select
        count(${value}) as n,
        count(*) filter (where t.state = 'completed' and ${value} is null) as n_undefined,
        avg(${value} order by t.replicate) as mean,
        stddev_samp(${value} order by t.replicate) as sd,
        avg(t.${layout.scalar(test)} order by t.replicate) as test_mean,
        avg(t.${layout.scalar(validation)} order by t.replicate) as val_mean
      from trial_rows t
      where t.config_id = c.id
    ) m`;
}

/** A number of `configs`, or null where it is none that JSON has. */
export const finite = (value: RawBuilder<unknown>) =>
  sql`case when abs(${value}) < 'infinity' then ${value} end`;

/** The fields of a MarkedConfig, of rows of `first`. */
export const MARKED = sql`
  'hash', config_hash, 'arm', coalesce(config ->> 'arm', ''), 'mean', mean,
  'half', ${finite(sql`(student_t975(n - 1) * sd / sqrt(n))`)}, 'n', n`;
