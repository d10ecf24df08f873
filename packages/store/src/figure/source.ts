import { type RawBuilder, sql } from 'kysely';
import { parameterColumns, parameterValue } from '../columns.ts';
import type { Layout } from '../measures.ts';
import type { RankingOptions, Sweep } from '../port.ts';
import { meanOf } from '../rank/candidates.ts';
import { CONFIG_FIGURES } from '../rank/config-figures.ts';
import { checkMetric, isConstrained, isMaximized } from '../rank/metric.ts';
import { readCondition } from '../rank/user-query.ts';
import { ranking } from '../trial/derive.ts';
import { EARLY, earlyOf, earlySample } from './early-sample.ts';
import { MOST } from './most.ts';

/** NaN is greater than infinity in Postgres. */
const FINITE = sql`abs(score) < 'infinity'`;
const INFINITE = sql`(score >= 'infinity' or score = '-infinity')`;

/**
 * The configs that a figure is made of: those of a sweep that a condition admits and whose mean is finite. Those are all,
 * where the aggregates in `configs` say enough. Means of another metric than the sweep's own, or in the condition, are
 * taken from trials: those of a fair sample.
 *
 * A fair sample is the first configs by their hash, which has nothing to do with results, nor with when a config was proposed;
 * an index has them in that order, and they are the same ones each time. `enough`: a figure that takes only so many asks a
 * condition of no more than that takes, unless few meet it. Throws InputError `unknown_metric`, `bad_where`.
 */
export function figureSource(
  layout: Layout,
  sweep: Sweep,
  { by = sweep.metric, where }: RankingOptions,
  enough?: number,
) {
  checkMetric(sweep, by);
  const condition = readCondition(sweep, where, CONFIG_FIGURES, layout);
  const named = (name: string) => condition.sql.includes(`"${name}"`);
  const measures = layout.scalars.filter((name) => named(layout.columnOf(name)));
  const isOwn = by === sweep.metric;
  const isWhole = isOwn && measures.length === 0;
  // A condition that only trials answer may be rare: it is asked of a larger sample, not of all.
  const isAsked = measures.length > 0 || (!isOwn && CONFIG_FIGURES.some(named));
  const id = sql.lit(sweep.id);
  const own = sql`select c.* from configs c where c.sweep_id = ${id}`;
  const asked = Math.max(1, Math.floor(MOST.asked / sweep.replicates));
  const firstOf = (limit: number) => sql`(${own} order by c.config_hash limit ${sql.lit(limit)})`;
  const meeting = (among: RawBuilder<unknown>) => sql`(
      select ${sql.join([
        sql`c.*`,
        ...parameterColumns(sweep.parameters)
          .filter(({ column }) => named(column))
          .map((p) => sql`${parameterValue(sql`c.config`, p)} as ${sql.ref(p.column)}`),
        ...measures.map((name) => sql`${meanOf(layout, name)} as ${sql.ref(layout.columnOf(name))}`),
      ])}
      from (${isOwn ? ofConfigs(among) : ofTrials(layout, sweep, by, among)}) c
    ) configs
    where (${sql.raw(condition.sql)})`;
  const configs = meeting(isAsked ? firstOf(asked) : sql`(${own})`);
  const isEarly = isWhole && where !== undefined && enough !== undefined;
  const sampled = Math.max(1, Math.floor(MOST.trials / sweep.replicates));

  /** `admitted`, for a `with`: at least id, config_hash, score, test_mean and val_mean. */
  const admitted = () => {
    const all = sql`${configs} and ${FINITE}`;
    if (isEarly) return earlySample(all, sql`${meeting(firstOf(EARLY * enough))} and ${FINITE}`, enough);
    if (!isWhole) {
      return sql`admitted as materialized (select * from ${all} order by config_hash limit ${sql.lit(sampled)})`;
    }
    if (where === undefined) return sql`admitted as not materialized (select * from ${all})`;
    // Found once: whatever the condition says, all configs have to be asked.
    return sql`admitted as materialized (select id, config_hash, score, test_mean, val_mean from ${all})`;
  };

  /** Those of some ids, with all columns: those of `configs`, and n, mean and sd. They are few: each by the index (offset 0). */
  const whole = (ids: RawBuilder<unknown>) =>
    isWhole
      ? sql`
          select d.*
          from (${ids}) wanted
          cross join lateral (
            select * from (${ofConfigs(sql`configs`)}) c where c.id = wanted.id offset 0
          ) d`
      : sql`select * from admitted d where d.id in (${ids})`;

  /** The first of `admitted` by hash, with all columns. */
  const first = (limit: number) => {
    const firstIn = (from: RawBuilder<unknown>) => sql`${from} order by config_hash limit ${sql.lit(limit)}`;
    if (isEarly) return firstIn(sql`select * from early`);
    if (isWhole && where !== undefined) return whole(firstIn(sql`select id from admitted`));
    return firstIn(sql`select * from admitted`);
  };

  /** The ids of the best ones. Where `early` has them all, there is no need to look at others. */
  const best = (limit: number) => {
    const bestOf = (from: RawBuilder<unknown>) =>
      sql`select id from ${from} order by score desc nulls last, id limit ${sql.lit(limit)}`;
    if (!isEarly) return bestOf(sql`admitted`);
    const isAll = sql`(select count(*) from early) < ${sql.lit(enough)}`;
    return sql`
      select * from (${bestOf(sql`early where ${isAll}`)}) few
      union all
      select * from (${bestOf(sql`admitted where not ${isAll}`)}) many`;
  };

  const of = () => {
    if (isEarly) return earlyOf(own, enough);
    if (isWhole) return sql`select count(*) as of, false as estimated from admitted`;
    return sql`select e.of, s.shown < e.of as estimated from (${estimatedOf(own, sampled, isAsked ? asked : null)}) e`;
  };

  /** Where a condition is asked of a sample, it is not known of how many. */
  const counted = where === undefined ? sql`(${own}) c` : isWhole ? sql`${configs}` : null;
  const breaking =
    isConstrained(sweep) && counted !== null
      ? sql`(select count(*) from ${counted} ${where === undefined ? sql`where` : sql`and`} violation > 0)`
      : sql`0`;

  /** The SampleSize of what `first` gave to a table, as JSON. */
  const size = (shown: RawBuilder<unknown>) => sql`(
    select json_build_object(
      'shown', s.shown,
      'of', w.of,
      'estimated', w.estimated,
      'infinite', ${isWhole ? sql`(select count(*) from ${configs} and ${INFINITE})` : sql`0`},
      'breaking', ${breaking},
      'asked', ${isAsked ? sql`(select case when count(*) > ${sql.lit(asked)} then ${sql.lit(asked)} end from (${own}) c)` : sql`null`}
    )
    from (select count(*) as shown from ${shown}) s
    cross join lateral (${of()}) w
  )`;

  return { condition, admitted: admitted(), first, whole, best, size };
}

/** As many among all of a sweep's configs as among those that were asked: up to the last one that was found, or up to a limit. */
function estimatedOf(own: RawBuilder<unknown>, sampled: number, asked: number | null): RawBuilder<unknown> {
  const all = asked === null ? sql`count(*)` : sql`least(count(*), ${sql.lit(asked)})`;
  const passed = sql`case
    when a.found < ${sql.lit(sampled)} then ${all} else count(*) filter (where c.config_hash <= a.last)
  end`;
  return sql`
    select (select round(1.0 * a.found * count(*) / greatest(1, ${passed})) from (${own}) c) as of
    from (select count(*) as found, max(config_hash) as last from admitted) a`;
}

/** The columns of `configs` with the aggregates of the sweep's own metric. */
const ofConfigs = (configs: RawBuilder<unknown>) =>
  sql`select c.*, c.ns[1] as n, c.means[1] as mean, c.sds[1] as sd from ${configs} c`;

/** The columns of `configs` with the aggregates of another metric, config by config out of its trials. */
function ofTrials(
  layout: Layout,
  sweep: Sweep,
  by: string,
  configs: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { test, validation } = layout.splits(by);
  const value = sql`t.${layout.scalar(by)}`;
  const score = ranking(sql.raw(isMaximized(sweep, by) ? 'm.mean' : '-m.mean'));
  return sql`
    select
      c.id, c.sweep_id, c.config, c.config_hash, c.n_diverged, c.n_failed, c.collapsed_share, c.violation,
      m.n, m.n_undefined, m.mean, m.sd, ${score} as score, m.test_mean, m.val_mean
    from ${configs} c
    cross join lateral (
      select
        count(${value}) as n,
        count(*) filter (where t.state = 'completed' and ${value} is null) as n_undefined,
        avg(${value} order by t.replicate) as mean,
        stddev_samp(${value} order by t.replicate) as sd,
        avg(t.${layout.scalar(test)} order by t.replicate) as test_mean,
        avg(t.${layout.scalar(validation)} order by t.replicate) as val_mean
      from trial_rows t
      where t.config_id = c.id and t.state <> 'waiting'
    ) m`;
}

/** A number of `configs`, or null where it is none that JSON has. */
const finite = (value: RawBuilder<unknown>) => sql`case when abs(${value}) < 'infinity' then ${value} end`;

/** The fields of a MarkedConfig, of rows with all columns. */
export const marked = (layout: Layout) => sql`
  'hash', config_hash, 'arm', coalesce(${layout.arm(sql.ref('config'))}, ''), 'mean', mean,
  'half', ${finite(sql`(student_t975(n - 1) * sd / sqrt(n))`)}, 'n', n`;
