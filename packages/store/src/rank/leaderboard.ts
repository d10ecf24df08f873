import { InputError, METRIC_COLUMNS } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import { bothSplits, COLLAPSE_COLUMNS, isMinimized, parameterColumns, parameterValue } from '../columns.ts';
import type { Connection } from '../connection.ts';
import { nearest } from '../nearest.ts';
import type { LeaderboardOptions, Page, Place, Sweep } from '../port.ts';
import { float, isAfter, pageOf } from './page.ts';
import { readCondition, userQuery } from './user-query.ts';

const FIGURES = [
  'n',
  'mean',
  'sd',
  'ci_low',
  'ci_high',
  'vs_baseline',
  'vs_baseline_low',
  'vs_baseline_high',
  'baseline',
  'baseline_effort',
  'tied_with_best',
  'test_mean',
  'val_mean',
  'collapsed_share',
  'n_diverged',
  'n_failed',
] as const;

/** Those that a condition may name. */
const OWN_FIGURES = FIGURES.filter((name) => !/^(ci_|vs_|baseline|tied)/.test(name));

/** What a condition may name beside parameters: the mean over a config's trials. */
const MEANS = [...METRIC_COLUMNS, ...COLLAPSE_COLUMNS];

/**
 * The best configs: rank, parameters, figures, config_hash. Ranks and ties are among the configs that `where` admits.
 * The rows to show are found first, by an index where the metric is the sweep's own: only they are compared with
 * their baseline and with the best.
 */
export async function leaderboard(
  connection: Connection,
  sweep: Sweep,
  { limit, by = sweep.metric, where, after }: LeaderboardOptions,
): Promise<Page> {
  checkMetric(by);
  const parameters = parameterColumns(sweep.parameters);
  const condition = readCondition(sweep, where, [...OWN_FIGURES, ...MEANS]);
  const means = MEANS.filter((name) => condition.sql.includes(`"${name}"`));
  const source = by === sweep.metric ? OWN : aggregatesOf(sweep, by);
  const value = sql.ref(by === sweep.metric ? 'value' : by);
  const shown = ['rank', ...parameters.map((p) => p.column), ...FIGURES, 'config_hash'];
  const table = await userQuery(
    connection,
    condition,
    sql`
      with top as (
        select *
        from (
          select ${sql.join([
            sql`c.*`,
            ...parameters.map((p) => sql`${parameterValue(sql`c.config`, p)} as ${sql.ref(p.column)}`),
            ...means.map((name) => sql`${meanOf(name)} as ${sql.ref(name)}`),
          ])}
          from (${source}) c
          where c.sweep_id = ${sql.lit(sweep.id)} and c.n + c.n_diverged + c.n_failed > 0
        ) configs
        where (${sql.raw(condition.sql)}) and ${after ? isAfter(sql`score`, 'desc', after) : sql`true`}
        order by score desc nulls last, id
        limit ${sql.lit(whole(limit))}
      ),
      ranked as (
        select
          *,
          student_t975(n - 1) * sd / sqrt(n) as half_width,
          ${rankAfter(after)} as rank,
          ${after ? sql.lit(after['bestId']) : sql`first_value(id) over (order by score desc nulls last, id)`} as best_id
        from top
        window by_score as (order by score desc nulls last)
      ),
      compared as (
        select
          r.*,
          r.mean - r.half_width as ci_low,
          r.mean + r.half_width as ci_high,
          baseline.difference as vs_baseline,
          baseline.difference - baseline.half_width as vs_baseline_low,
          baseline.difference + baseline.half_width as vs_baseline_high,
          control.kind as baseline,
          control.effort as baseline_effort,
          case
            when r.mean is null then null
            when r.id = r.best_id then true
            else abs(best.difference) <= best.half_width
          end as tied_with_best
        from ranked r
        left join lateral baseline_of(r.id, r.sweep_id, r.baseline_hash, r.config) control on true
        left join lateral ${pairedDifference(value, sql`r.id`, sql`nullif(control.id, r.id)`)} baseline on true
        left join lateral ${pairedDifference(value, sql`r.id`, sql`r.best_id`)} best on true
      )
      select ${sql.join([...shown, ...PLACE].map((name) => sql.ref(name)))}
      from compared
      order by score desc nulls last, id`,
  );
  return pageOf(table, limit, (place, row) => ({
    ...place,
    rank: row[0] as number,
    position: (after?.['position'] ?? 0) + table.rows.length,
  }));
}

const PLACE = ['score', 'id', 'best_id'] as const;

/** Ranks go on from the part before: rows as good as its last one share that one's. */
function rankAfter(after: Place | undefined): RawBuilder<unknown> {
  if (!after) return sql`rank() over by_score`;
  const rank = sql`${sql.lit(after['position'])} + rank() over by_score`;
  return sql`case when score is not distinct from ${float(after['score']!)} then ${sql.lit(after['rank'])} else ${rank} end`;
}

const OWN = sql`select * from configs`;

/** A config's mean of a column over its trials. */
function meanOf(column: string): RawBuilder<unknown> {
  return sql`(
    select avg(${column === 'collapsed' ? sql`t.collapsed::int` : sql`t.${sql.ref(column)}`}::double precision) from trial_rows t where t.config_id = c.id
  )`;
}

/** As the function paired_difference of the database, for any metric. */
function pairedDifference(
  value: RawBuilder<unknown>,
  config: RawBuilder<unknown>,
  other: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const difference = sql`mine.${value} - theirs.${value}`;
  return sql`(
    select
      avg(${difference} order by mine.replicate) as difference,
      student_t975(count(*) - 1) * stddev_samp(${difference} order by mine.replicate) / sqrt(count(*)) as half_width
    from trial_rows mine
    join trial_rows theirs on theirs.config_id = ${other} and theirs.replicate = mine.replicate
    where mine.config_id = ${config} and mine.${value} is not null and theirs.${value} is not null
  )`;
}

/** The columns of `configs` with the aggregates of another metric, out of all the sweep's rows. */
function aggregatesOf(sweep: Sweep, by: string): RawBuilder<unknown> {
  const { test, val } = bothSplits(by);
  const value = sql.ref(by);
  return sql`
    select
      c.id, c.sweep_id, c.config, c.config_hash, c.baseline_hash, c.n_diverged, c.n_failed, c.collapsed_share,
      m.n, m.mean, m.sd, ${sql.raw(isMinimized(by) ? '-m.mean' : 'm.mean')} as score, m.test_mean, m.val_mean
    from configs c
    join (
      select
        config_id,
        count(${value}) as n,
        avg(${value} order by replicate) as mean,
        stddev_samp(${value} order by replicate) as sd,
        avg(${sql.ref(test)} order by replicate) as test_mean,
        avg(${sql.ref(val)} order by replicate) as val_mean
      from trial_rows
      where sweep_id = ${sql.lit(sweep.id)}
      group by config_id
    ) m on m.config_id = c.id`;
}

export function checkMetric(name: string): void {
  if (METRIC_COLUMNS.includes(name)) return;
  const near = nearest(name, METRIC_COLUMNS);
  throw new InputError(
    'unknown_metric',
    `${JSON.stringify(name)} is not a metric.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Metrics: ${METRIC_COLUMNS.join(', ')}.`,
  );
}

export const whole = (limit: number) => Math.max(0, Math.floor(limit));
