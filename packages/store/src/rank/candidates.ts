import { type RawBuilder, sql } from 'kysely';
import { parameterColumns, parameterValue } from '../columns.ts';
import { type Layout, OBJECTIVE } from '../measures.ts';
import type { LeaderboardOptions, Sweep } from '../port.ts';
import { ranking } from '../trial/derive.ts';
import { CONFIG_FIGURES } from './config-figures.ts';
import { checkMetric, isMaximized } from './metric.ts';
import { isAfter } from './page.ts';
import { readCondition } from './user-query.ts';

/**
 * The configs that are ranked. Throws InputError `unknown_metric` and, for a condition that cannot be read, `bad_where`.
 */
export function candidates(
  layout: Layout,
  sweep: Sweep,
  { limit, by = sweep.metric, where, after }: LeaderboardOptions,
) {
  checkMetric(sweep, by);
  const parameters = parameterColumns(sweep.parameters);
  // What a condition may name beside parameters and figures: the mean over a config's trials.
  const condition = readCondition(sweep, where, CONFIG_FIGURES, layout);
  const means = layout.scalars.filter((name) => condition.sql.includes(`"${layout.columnOf(name)}"`));
  const source = by === sweep.metric ? OWN : aggregatesOf(layout, sweep, by);
  const admitted = sql`
    select *
    from (
      select ${sql.join([
        sql`c.*`,
        ...parameters.map((p) => sql`${parameterValue(sql`c.config`, p)} as ${sql.ref(p.column)}`),
        ...means.map((name) => sql`${meanOf(layout, name)} as ${sql.ref(layout.columnOf(name))}`),
      ])}
      from (${source}) c
      where c.sweep_id = ${sql.lit(sweep.id)} and c.n + c.n_undefined + c.n_diverged + c.n_failed > 0
    ) configs
    where (${sql.raw(condition.sql)})`;
  return {
    parameters,
    condition,
    /** The metric that ranks, as a column of trial_rows. */
    value: by === sweep.metric ? OBJECTIVE : layout.scalar(by),
    /** A query of all of them, with their aggregates and parameters. */
    admitted,
    /** The best ones; by an index where the metric is the sweep's own. */
    best: sql`
      ${admitted} and ${after ? isAfter(sql`score`, 'desc', after) : sql`true`}
      order by score desc nulls last, id
      limit ${sql.lit(whole(limit))}`,
  };
}

const OWN = sql`select c.*, c.ns[1] as n, c.means[1] as mean, c.sds[1] as sd from configs c`;

/** A config's mean of a measure over its trials. */
export function meanOf(
  layout: Layout,
  name: string,
  id: RawBuilder<unknown> = sql`c.id`,
): RawBuilder<unknown> {
  return sql`(select avg(t.${layout.scalar(name)}) from trial_rows t where t.config_id = ${id})`;
}

/** The columns of `configs` with the aggregates of another metric, out of all the sweep's rows. */
function aggregatesOf(layout: Layout, sweep: Sweep, by: string): RawBuilder<unknown> {
  const { test, validation } = layout.splits(by);
  const value = sql.ref(by === test ? 'test' : 'validation');
  return sql`
    select
      c.id, c.sweep_id, c.config, c.config_hash, c.baseline_hash, c.n_diverged, c.n_failed, c.collapsed_share, c.pruned_at, c.violation,
      m.n, m.n_undefined, m.mean, m.sd, ${ranking(sql.raw(isMaximized(sweep, by) ? 'm.mean' : '-m.mean'))} as score,
      m.test_mean, m.val_mean
    from configs c
    join (
      select
        config_id,
        count(${value}) as n,
        count(*) filter (where state = 'completed' and ${value} is null) as n_undefined,
        avg(${value} order by replicate) as mean,
        stddev_samp(${value} order by replicate) as sd,
        avg(test order by replicate) as test_mean,
        avg(validation order by replicate) as val_mean
      from (
        -- Taken out of its array once a row, which is what offset 0 is for.
        select config_id, replicate, state, ${layout.scalar(test)} as test, ${layout.scalar(validation)} as validation
        from trial_rows
        where sweep_id = ${sql.lit(sweep.id)} and state <> 'waiting'
        offset 0
      ) t
      group by config_id
    ) m on m.config_id = c.id`;
}

export const whole = (limit: number) => Math.max(0, Math.floor(limit));
