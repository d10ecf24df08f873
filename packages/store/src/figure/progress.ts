import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Progress } from '../port.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, marked } from './source.ts';

/**
 * Configs are numbered as they are proposed. The first trials of a config are made together, of all configs equally many, so
 * that its place follows from the number of its first one. A race makes those of its first rung, and more behind all of them.
 */
export const progress: Method<'progress', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { condition, admitted, first, whole, size } = figureSource(layout, sweep, options, MOST.marks);
  const id = sql.lit(sweep.id);
  const placeOf = (config: RawBuilder<unknown>) => sql`(
    select (t.number - 1) / (select together from made) + 1
    from trial_rows t
    where t.config_id = ${config}
    order by t.replicate
    limit 1
  )`;
  const place = placeOf(sql`shown.id`);
  // Beside the first and the last one.
  const others = sql.lit(MOST.steps - 2);
  return ask<Progress>(
    connection,
    condition,
    sql`
      with ${admitted},
      made as materialized (
        select coalesce(min(number) - 1, ${sql.lit(sweep.replicates)}) as together
        from (
          select t.number
          from trial_rows t
          where t.sweep_id = ${id}
            and t.config_id <> (select config_id from trial_rows where sweep_id = ${id} and number = 1)
          order by t.number
          limit 1
        ) second
      ),
      fair as materialized (${first(MOST.marks)}),
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
        'sample', ${size(sql`fair`)},
        'places', coalesce(${placeOf(sql`(select max(id) from (select id from configs where sweep_id = ${id} offset 0) own)`)}, 0),
        'marks', coalesce((
          select json_agg(json_build_object(${marked(layout)}, 'place', ${place}) order by id) from fair shown
        ), '[]'),
        'best', coalesce((
          select json_agg(
            json_build_object('place', ${place}, 'mean', shown.mean, 'hash', shown.config_hash) order by shown.id
          )
          from (${whole(sql`select id from thinned`)}) shown
        ), '[]')
      )`,
  );
};
