import { InputError, METRIC_COLUMNS } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import {
  bothSplits,
  COLLAPSE_COLUMNS,
  isMinimized,
  type ParameterColumn,
  parameterColumns,
  parameterValue,
} from '../columns.ts';
import type { Connection } from '../connection.ts';
import { nearest } from '../nearest.ts';
import type { LeaderboardOptions, Sweep, Table } from '../port.ts';
import { DEFAULT_TIMEOUT_MS, readOnly } from '../read-only.ts';
import { namesOf, rewriteCondition } from './condition.ts';

const FIGURES = [
  'n',
  'mean',
  'sd',
  'ci_low',
  'ci_high',
  'vs_baseline',
  'vs_baseline_low',
  'vs_baseline_high',
  'tied_with_best',
  'test_mean',
  'val_mean',
  'collapsed_share',
  'n_diverged',
  'n_failed',
] as const;

/** What a condition may name beside parameters: the mean over a config's trials. */
const MEANS = [...METRIC_COLUMNS, ...COLLAPSE_COLUMNS];

/** The best configs: rank, parameters, figures, config_hash. Ranks are among all configs of the sweep. */
export async function leaderboard(
  connection: Connection,
  sweep: Sweep,
  { limit, by = sweep.metric, where }: LeaderboardOptions,
): Promise<Table> {
  checkMetric(by);
  const parameters = parameterColumns(sweep.parameters);
  const names = new Map([
    ...[...FIGURES, ...MEANS, 'rank', 'config', 'config_hash'].map((name) => [name, name] as const),
    ...parameterNames(parameters),
  ]);
  const condition = where === undefined ? 'true' : rewriteCondition(where, names);
  const ranked = by === sweep.metric ? sql`select * from leaderboard` : leaderboardBy(sweep, by);
  const columns = [
    ...parameters.map((p) => sql`${parameterValue(sql`l.config`, p)} as ${sql.ref(p.column)}`),
    ...MEANS.filter((name) => mentions(condition, name)).map(
      (name) =>
        sql`(select avg(t.${sql.ref(name)}::double precision) from trial_rows t where t.config_id = l.config_id) as ${sql.ref(name)}`,
    ),
  ];
  const shown = ['rank', ...parameters.map((p) => p.column), ...FIGURES, 'config_hash'];
  return userQuery(
    connection,
    names,
    sql`
      select ${sql.join(shown.map((name) => sql.ref(name)))}
      from (
        select ${sql.join([sql`l.*`, ...columns])}
        from (${ranked}) l
        where l.sweep_id = ${sql.lit(sweep.id)}
      ) configs
      where (${sql.raw(condition)})
      order by score desc nulls last
      limit ${sql.lit(whole(limit))}`,
  );
}

/** The leaderboard view's columns for another metric than the sweep's: from all its rows, in one pass. */
function leaderboardBy(sweep: Sweep, by: string): RawBuilder<unknown> {
  const { test, val } = bothSplits(by);
  const sign = sql.raw(isMinimized(by) ? '-' : '');
  const id = sql.lit(sweep.id);
  const value = sql.ref(by);
  const paired = (other: RawBuilder<unknown>) => sql`(
    select
      avg(a.${value} - b.${value} order by a.replicate) as difference,
      student_t975(count(*) - 1) * stddev_samp(a.${value} - b.${value} order by a.replicate) / sqrt(count(*))
        as half_width
    from trial_rows a
    join trial_rows b on b.config_id = ${other} and b.replicate = a.replicate
    where a.config_id = ranked.config_id and a.${value} is not null and b.${value} is not null
  )`;
  return sql`
    select
      ranked.*,
      ranked.mean - ranked.half_width as ci_low,
      ranked.mean + ranked.half_width as ci_high,
      baseline.difference as vs_baseline,
      baseline.difference - baseline.half_width as vs_baseline_low,
      baseline.difference + baseline.half_width as vs_baseline_high,
      case
        when ranked.mean is null then null
        when ranked.config_id = ranked.best_id then true
        else abs(best.difference) <= best.half_width
      end as tied_with_best
    from (
      select
        c.sweep_id, c.config, c.config_hash, c.baseline_hash, c.n_diverged, c.n_failed, c.collapsed_share, m.*,
        ${sign}m.mean as score,
        student_t975(m.n - 1) * m.sd / sqrt(m.n) as half_width,
        rank() over by_score as rank,
        first_value(c.id) over by_score as best_id
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
        where sweep_id = ${id}
        group by config_id
      ) m on m.config_id = c.id
      where m.n + c.n_diverged + c.n_failed > 0
      window by_score as (order by ${sign}m.mean desc nulls last)
    ) ranked
    left join configs b
      on b.sweep_id = ${id} and b.config_hash = ranked.baseline_hash and b.id <> ranked.config_id
    left join lateral ${paired(sql`b.id`)} baseline on true
    left join lateral ${paired(sql`ranked.best_id`)} best on true`;
}

export function checkMetric(name: string): void {
  if (METRIC_COLUMNS.includes(name)) return;
  const near = nearest(name, METRIC_COLUMNS);
  throw new InputError(
    'unknown_metric',
    `${JSON.stringify(name)} is not a metric`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Metrics: ${METRIC_COLUMNS.join(', ')}.`,
  );
}

/** Both ways to name a parameter: dotted as in the sweep file, and its column. */
export function parameterNames(parameters: readonly ParameterColumn[]): (readonly [string, string])[] {
  return parameters.flatMap(({ name, column }) => [
    [column, column],
    [name, column],
  ]);
}

/** Runs a query with a user's condition in it. Throws InputError `bad_where`. */
export function userQuery(
  connection: Connection,
  names: ReadonlyMap<string, string>,
  built: RawBuilder<unknown>,
): Promise<Table> {
  const blame = (message: string) =>
    new InputError(
      'bad_where',
      `Postgres refuses the condition: ${message}`,
      `It may name ${namesOf(names)}.`,
    );
  const { sql: text } = built.compile(connection.db);
  return readOnly(connection, DEFAULT_TIMEOUT_MS, blame, (run) => run(text));
}

export const whole = (limit: number) => Math.max(0, Math.floor(limit));

function mentions(condition: string, name: string): boolean {
  return condition.includes(`"${name}"`);
}
