import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Marks } from '../port.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, MARKED } from './source.ts';
import { figureParameters } from './values.ts';

/** The best are looked for where the sample is: among all, by an index, or among those whose trials are read. */
export const configMarks: Method<'configMarks', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { condition, isOwn, first, size } = figureSource(layout, sweep, options);
  const limit = Math.min(MOST.marks, options.limit);
  const best = Math.min(limit, options.best);
  const values = figureParameters(sweep, options.parameters).map(({ value }) => value);
  const source = isOwn ? sql`(${first(null)}) admitted` : sql`sampled`;
  return ask<Marks>(
    connection,
    condition,
    sql`
      with ${isOwn ? sql`` : sql`sampled as materialized (${first(null)}),`}
      fair as materialized (
        ${isOwn ? first(limit) : sql`select * from sampled order by config_hash limit ${sql.lit(limit)}`}
      ),
      best as materialized (select * from ${source} order by score desc nulls last, id limit ${sql.lit(best)}),
      marks as (
        select *, id in (select id from fair) as fair, 0 as part from best
        union all
        -- The last ones make room for the best, where all would be too many.
        select * from (
          select *, true as fair, 1 as part
          from fair
          where id not in (select id from best)
          order by config_hash
          limit ${sql.lit(limit)} - (select count(*) from best)
        ) others
      )
      select json_build_object(
        'sample', ${size(sql`fair`, limit)},
        'marks', coalesce((
          select json_agg(
            json_build_object(${MARKED}, 'fair', fair, 'values', json_build_array(${sql.join(values)}))
            order by part, score desc, id
          )
          from marks
        ), '[]')
      )`,
  );
};
