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
  const { condition, admitted, first, whole, size } = figureSource(layout, sweep, options, MOST.marks);
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
      with ${admitted},
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
          from (${whole(sql`select id from thinned`)}) shown
        ), '[]')
      )`,
  );
};
