import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Splits } from '../port.ts';
import { isMaximized } from '../rank/metric.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, marked } from './source.ts';

const BOTH = sql`(abs(test_mean) < 'infinity' and abs(val_mean) < 'infinity')`;

/** Configs that have a mean on both splits. */
export const splits: Method<'splits', [Connection, Layout]> = async (connection, layout, sweep, options) => {
  const { by = sweep.metric } = options;
  const { condition, admitted, first, whole, size } = figureSource(layout, sweep, options);
  const { test } = layout.splits(by);
  const mark = sql`json_build_object(${marked(layout)}, 'test', test_mean, 'validation', val_mean)`;
  const order = isMaximized(sweep, by) ? 'desc' : 'asc';
  const bestBy = (column: 'test_mean' | 'val_mean') => {
    // What ranks has an index.
    const isScore = (by === test) === (column === 'test_mean');
    const ranked = isScore ? sql`score desc nulls last` : sql.raw(`${column} ${order}`);
    const ids = sql`select id from admitted where ${BOTH} order by ${ranked}, id limit 1`;
    return sql`(select ${mark} from (${whole(ids)}) best)`;
  };
  return ask<Splits>(
    connection,
    condition,
    sql`
      with ${admitted},
      fair as materialized (${first(MOST.marks)})
      select json_build_object(
        'sample', ${size(sql`fair`)},
        'marks', coalesce((select json_agg(${mark} order by score desc, id) from fair where ${BOTH}), '[]'),
        'bestByTest', ${bestBy('test_mean')},
        'bestByValidation', ${bestBy('val_mean')}
      )`,
  );
};
