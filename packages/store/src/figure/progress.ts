import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Progress } from '../port.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, MARKED } from './source.ts';

/**
 * Configs are numbered as they are proposed. The trials of a config are made together, so that its place follows from the
 * number of its first one, as in a search's history.
 */
export const progress: Method<'progress', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { condition, isOwn, first, size } = figureSource(layout, sweep, options);
  const id = sql.lit(sweep.id);
  const replicates = sql.lit(sweep.replicates);
  const place = sql`(
    select (t.number - 1) / ${replicates} + 1
    from trial_rows t
    where t.config_id = shown.id
    order by t.replicate
    limit 1
  )`;
  // Beside the first and the last one.
  const others = sql.lit(MOST.steps - 2);
  return ask<Progress>(
    connection,
    condition,
    sql`
      with ${isOwn ? sql`` : sql`sampled as materialized (${first(null)}),`}
      admitted as materialized (
        select id, score from ${isOwn ? sql`(${first(null)}) own` : sql`sampled`}
      ),
      fair as materialized (${isOwn ? first(MOST.marks) : sql`select * from sampled order by config_hash limit ${sql.lit(MOST.marks)}`}),
      ahead as (
        select id, score, max(score) over (order by id rows between unbounded preceding and 1 preceding) as before
        from admitted
      ),
      steps as (
        select id, row_number() over (order by id) as step, count(*) over () as steps
        from ahead
        where before is null or score > before
      ),
      thinned as (
        select id
        from steps
        where step in (1, steps) or step * ${others} / steps > (step - 1) * ${others} / steps
      )
      select json_build_object(
        'sample', ${size(sql`fair`, MOST.marks)},
        'places', (
          select coalesce(max(number) + ${replicates} - 1, 0) / ${replicates} from trial_rows where sweep_id = ${id}
        ),
        'marks', coalesce((
          select json_agg(json_build_object(${MARKED}, 'place', ${place}) order by id) from fair shown
        ), '[]'),
        'best', coalesce((
          select json_agg(
            json_build_object('place', ${place}, 'mean', shown.mean, 'hash', shown.config_hash) order by shown.id
          )
          from ${isOwn ? sql`(select id, means[1] as mean, config_hash from configs)` : sql`sampled`} shown
          where shown.id in (select id from thinned)
        ), '[]')
      )`,
  );
};
