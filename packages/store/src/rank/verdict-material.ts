import { MOST_RATES, type VerdictMaterial } from '@latentsweep/core';
import { sql } from 'kysely';
import { parameterColumns, parameterValue } from '../columns.ts';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import { ask } from '../figure/ask.ts';
import type { Layout } from '../measures.ts';
import { checkMetric, isMaximized } from './metric.ts';
import { readCondition } from './user-query.ts';

/**
 * As `verdictMaterial` in core has it of configs in memory. One pass over the sweep's trials, and an answer whose size depends
 * on its arms, classifiers and replicates.
 */
export const verdictMaterial: Method<'verdictMaterial', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { by = sweep.metric, where } = {},
) => {
  checkMetric(sweep, by);
  const { test, validation } = layout.splits(by);
  const higherIsBetter = isMaximized(sweep, by);
  // Its configs have no arms.
  if (layout.isOwn) return { higherIsBetter, replicates: [], incomplete: 0, breaking: [], groups: [] };
  const condition = readCondition(sweep, where, []);
  const sign = sql.lit(higherIsBetter ? 1 : -1);
  const groups = await ask<Omit<VerdictMaterial, 'higherIsBetter'>>(
    connection,
    condition,
    sql`
      with asked as materialized (
        select id, config, config_hash, coalesce(violation, 0) > 0 as breaks
        from (
          select ${sql.join([
            sql`c.*`,
            ...parameterColumns(sweep.parameters).map(
              (p) => sql`${parameterValue(sql`c.config`, p)} as ${sql.ref(p.column)}`,
            ),
          ])}
          from configs c
          where c.sweep_id = ${sql.lit(sweep.id)} and c.pruned_at is null
        ) configs
        where (${sql.raw(condition.sql)})
      ),
      own as materialized (
        select config_id, replicate, validation, test
        from (
          -- Taken out of its array once a row, which is what offset 0 is for.
          select config_id, replicate, ${layout.scalar(validation)} as validation, ${layout.scalar(test)} as test
          from trial_rows
          where sweep_id = ${sql.lit(sweep.id)} and state <> 'waiting'
          offset 0
        ) t
        -- NaN stands above infinity.
        where abs(validation) < 'infinity' and abs(test) < 'infinity'
          ${
            where === undefined
              ? sql`and config_id not in (
                  select id from configs
                  where sweep_id = ${sql.lit(sweep.id)} and (pruned_at is not null or violation > 0)
                )`
              : sql`and config_id in (select id from asked where not breaks)`
          }
      ),
      counts as (select replicate, count(*) as configs from own group by replicate),
      used as (select replicate from counts where 2 * configs >= (select max(configs) from counts)),
      valued as materialized (select * from own where replicate in (select replicate from used)),
      whole as materialized (
        select
          v.*, coalesce(c.config ->> 'arm', '') as arm, coalesce(c.config ->> 'classifier', 'ffn') as classifier,
          (c.config ->> 'minority_rate')::double precision as rate
        from (
          select
            config_id, count(*) as n, sum(validation order by replicate) as total, sum(test) as test_total,
            sum(validation * validation) as squares, sum(validation * test) as products
          from valued
          group by config_id
          having count(*) = (select count(*) from used)
        ) v
        join asked c on c.id = v.config_id
      ),
      complete as (
        select
          config_id, n, total, test_total, squares, products, arm, classifier,
          case when (select count(distinct rate) from whole) <= ${sql.lit(MOST_RATES)} then rate end as rate
        from whole
      ),
      groups as (
        select
          arm, classifier, rate, min(config_id) as first, count(*) as configs, sum(squares) as squares,
          sum(products) as products, sum(total / n * (total / n)) as squares_of_means,
          sum(total / n * (test_total / n)) as products_of_means,
          max(array[${sign} * total, -config_id]) as best
        from complete
        group by arm, classifier, rate
      ),
      means as materialized (
        select arm, classifier, rate, replicate, avg(validation) as mean, avg(test) as test_mean
        from valued
        join complete using (config_id)
        group by arm, classifier, rate, replicate
      ),
      size as (select count(*) as n from used),
      -- Of those that groups chose, in one look at the trials for all of them.
      tests as materialized (
        select config_id, json_agg(test order by replicate) as by_replicate
        from valued
        where config_id in (select -best[2] from groups)
        group by config_id
      )
      select json_build_object(
        'replicates', coalesce((select json_agg(replicate order by replicate) from used), '[]'),
        'incomplete', (select count(*) from (select from own group by config_id) seen) - (select count(*) from whole),
        'breaking', coalesce((
          select json_agg(json_build_object('arm', arm, 'classifier', classifier, 'configs', configs) order by first)
          from (
            select
              coalesce(config ->> 'arm', '') as arm, coalesce(config ->> 'classifier', 'ffn') as classifier,
              count(*) as configs, min(id) as first
            from asked
            where breaks
            group by 1, 2
          ) broken
        ), '[]'),
        'groups', coalesce((
          select json_agg(json_build_object(
            'arm', g.arm, 'classifier', g.classifier, 'minorityRate', g.rate, 'configs', g.configs,
            'best', json_build_object(
              'hash', c.config_hash, 'config', c.config, 'validation', ${sign} * g.best[1] / size.n,
              'test', t.by_replicate
            ),
            'spread', json_build_object(
              'means', m.means, 'testMeans', m.test_means, 'squares', g.squares, 'products', g.products,
              'squaresOfMeans', g.squares_of_means, 'productsOfMeans', g.products_of_means
            )
          ) order by g.first)
          from groups g
          cross join size
          join asked c on c.id = -g.best[2]
          join tests t on t.config_id = c.id
          cross join lateral (
            select
              json_agg(m.mean order by m.replicate) as means,
              json_agg(m.test_mean order by m.replicate) as test_means
            from means m
            where m.arm = g.arm and m.classifier = g.classifier and m.rate is not distinct from g.rate
          ) m
        ), '[]')
      )`,
  );
  return { higherIsBetter, ...groups };
};
