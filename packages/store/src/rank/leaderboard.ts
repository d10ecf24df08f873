import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import { type Method, refs } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Place } from '../port.ts';
import { candidates, meanOf } from './candidates.ts';
import { checkShown } from './metric.ts';
import { float, pageOf } from './page.ts';
import { userQuery } from './user-query.ts';

/**
 * The best configs: rank, parameters, figures, config_hash. Ranks and ties are among the configs that `where` admits.
 * The rows to show are found first: only they are compared with their baseline and with the best.
 */
export const leaderboard: Method<'leaderboard', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { limit, after, show = [] } = options;
  checkShown(sweep, show);
  const { parameters, condition, value, best } = candidates(layout, sweep, options);
  const table = await userQuery(
    connection,
    condition,
    sql`
      with top as (${best}),
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
            when r.mean is null or r.score is null then null
            when r.id = r.best_id then true
            else abs(best.difference) <= best.half_width
          end as tied_with_best
        from ranked r
        left join lateral baseline_of(r.id, r.sweep_id, r.baseline_hash, r.config) control on true
        left join lateral ${pairedDifference(value, sql`r.id`, sql`nullif(control.id, r.id)`)} baseline on true
        left join lateral ${pairedDifference(value, sql`r.id`, sql`r.best_id`)} best on true
      )
      select
        ${refs(['rank', ...parameters.map(({ column }) => column)])},
        n, mean, sd, ci_low, ci_high, vs_baseline, vs_baseline_low, vs_baseline_high, baseline, baseline_effort,
        tied_with_best, test_mean, val_mean, collapsed_share,
        ${meanOf(layout, 'undertrained', sql.ref('compared.id'))} as undertrained_share,
        n_undefined, n_diverged, n_failed, pruned_at, violation,${shown(layout, show)} config_hash,
        -- Its place.
        score, id, best_id
      from compared
      order by score desc nulls last, id`,
  );
  return pageOf(table, limit, (place, row) => ({
    ...place,
    rank: row[0] as number,
    position: (after?.['position'] ?? 0) + table.rows.length,
  }));
};

/** Each with a comma behind it. */
function shown(layout: Layout, names: readonly string[]): RawBuilder<unknown> {
  const id = sql.ref('compared.id');
  const columns = [...new Set(names)].map(
    (name) => sql` ${meanOf(layout, name, id)}::double precision as ${sql.ref(name)},`,
  );
  return columns.length === 0 ? sql`` : sql.join(columns, sql``);
}

/** Ranks go on from the part before: rows as good as its last one share that one's. */
function rankAfter(after: Place | undefined): RawBuilder<unknown> {
  if (!after) return sql`rank() over by_score`;
  const rank = sql`${sql.lit(after['position'])} + rank() over by_score`;
  return sql`case when score is not distinct from ${float(after['score']!)} then ${sql.lit(after['rank'])} else ${rank} end`;
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
