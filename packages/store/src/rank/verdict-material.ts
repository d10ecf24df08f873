import { bothSplits, type VerdictMaterial } from '@latentsweep/core';
import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import { ask } from '../figure/ask.ts';
import type { Layout } from '../measures.ts';
import { checkMetric, isMaximized } from './metric.ts';
import { readCondition } from './user-query.ts';

/**
 * As `verdictMaterial` in core has it of configs in memory. One pass over the sweep's trials, and an answer of a row an arm, a
 * classifier and a replicate.
 */
export const verdictMaterial: Method<'verdictMaterial', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { by = sweep.metric } = {},
) => {
  checkMetric(by);
  const { test, validation } = bothSplits(by);
  const higherIsBetter = isMaximized(sweep, by);
  const sign = sql.lit(higherIsBetter ? 1 : -1);
  const groups = await ask<Omit<VerdictMaterial, 'higherIsBetter'>>(
    connection,
    readCondition(sweep, undefined, []),
    sql`
      with own as materialized (
        select config_id, replicate, validation, test
        from (
          -- Taken out of its array once a row, which is what offset 0 is for.
          select config_id, replicate, ${layout.scalar(validation)} as validation, ${layout.scalar(test)} as test
          from trial_rows
          where sweep_id = ${sql.lit(sweep.id)}
          offset 0
        ) t
        -- NaN stands above infinity.
        where abs(validation) < 'infinity' and abs(test) < 'infinity'
      ),
      counts as (select replicate, count(*) as configs from own group by replicate),
      used as (select replicate from counts where 2 * configs >= (select max(configs) from counts)),
      valued as materialized (select * from own where replicate in (select replicate from used)),
      complete as materialized (
        select
          v.*, coalesce(c.config ->> 'arm', '') as arm, coalesce(c.config ->> 'classifier', 'ffn') as classifier
        from (
          select
            config_id, sum(validation order by replicate) as total, sum(validation * validation) as squares,
            count(*) as n
          from valued
          group by config_id
          having count(*) = (select count(*) from used)
        ) v
        join configs c on c.id = v.config_id
      ),
      groups as (
        select
          arm, classifier, min(config_id) as first, count(*) as configs, sum(squares) as squares,
          sum(total / n * (total / n)) as squares_of_means,
          max(array[${sign} * total, -config_id]) as best
        from complete
        group by arm, classifier
      ),
      left_out as (
        select
          arm, classifier, replicate, avg(validation) as mean,
          max(array[${sign} * (total - validation), -config_id, test]) as top
        from valued
        join complete using (config_id)
        group by arm, classifier, replicate
      ),
      size as (select count(*) as n from used)
      select json_build_object(
        'replicates', coalesce((select json_agg(replicate order by replicate) from used), '[]'),
        'incomplete', (select count(distinct config_id) from own) - (select count(*) from complete),
        'groups', coalesce((
          select json_agg(json_build_object(
            'arm', g.arm, 'classifier', g.classifier, 'configs', g.configs,
            'best', json_build_object(
              'hash', c.config_hash, 'config', c.config, 'validation', ${sign} * g.best[1] / size.n,
              'test', (select json_agg(v.test order by v.replicate) from valued v where v.config_id = c.id)
            ),
            'leftOut', l.picks,
            'spread', json_build_object(
              'means', l.means, 'squares', g.squares, 'squaresOfMeans', g.squares_of_means
            )
          ) order by g.first)
          from groups g
          cross join size
          join configs c on c.id = -g.best[2]
          cross join lateral (
            select
              json_agg(l.mean order by l.replicate) as means,
              json_agg(json_build_object(
                'hash', p.config_hash, 'config', p.config,
                'validation', ${sign} * l.top[1] / nullif(size.n - 1, 0), 'test', l.top[3]
              ) order by l.replicate) as picks
            from left_out l
            join configs p on p.id = -l.top[2]
            where l.arm = g.arm and l.classifier = g.classifier
          ) l
        ), '[]')
      )`,
  );
  return { higherIsBetter, ...groups };
};
