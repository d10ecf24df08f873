import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Marks } from '../port.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, marked } from './source.ts';
import { figureParameters } from './values.ts';

/** What a mark is made of. */
const SHOWN = sql.raw('id, config_hash, config, score, mean, sd, n');

export const configMarks: Method<'configMarks', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const limit = Math.min(MOST.marks, options.limit);
  const { condition, admitted, first, whole, best, size } = figureSource(layout, sweep, options, limit);
  const values = figureParameters(sweep, options.parameters).map(({ value }) => value);
  return ask<Marks>(
    connection,
    condition,
    sql`
      with ${admitted},
      fair as materialized (${first(limit)}),
      best as materialized (
        ${whole(best(Math.min(limit, options.best)))}
      ),
      marks as (
        select ${SHOWN}, id in (select id from fair) as fair, 0 as part from best
        union all
        -- The last ones make room for the best, where all would be too many.
        select * from (
          select ${SHOWN}, true as fair, 1 as part
          from fair
          where id not in (select id from best)
          order by config_hash
          limit ${sql.lit(limit)} - (select count(*) from best)
        ) others
      )
      select json_build_object(
        'sample', ${size(sql`fair`)},
        'marks', coalesce((
          select json_agg(
            json_build_object(${marked(layout)}, 'fair', fair, 'values', json_build_array(${sql.join(values)}))
            order by part, score desc, id
          )
          from marks
        ), '[]')
      )`,
  );
};
