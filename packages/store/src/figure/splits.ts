import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Splits } from '../port.ts';
import { isMaximized } from '../rank/metric.ts';
import { ask } from './ask.ts';
import { MOST } from './most.ts';
import { figureSource, MARKED } from './source.ts';

const BOTH = sql`(abs(test_mean) < 'infinity' and abs(val_mean) < 'infinity')`;
const MARK = sql`json_build_object(${MARKED}, 'test', test_mean, 'validation', val_mean)`;

/** Configs that have a mean on both splits. */
export const splits: Method<'splits', [Connection, Layout]> = async (connection, layout, sweep, options) => {
  const { by = sweep.metric } = options;
  const { condition, isOwn, first, size } = figureSource(layout, sweep, options);
  const order = sql.raw(isMaximized(sweep, by) ? 'desc' : 'asc');
  const source = isOwn ? sql`(${first(null)}) admitted` : sql`sampled`;
  const bestBy = (column: string) => sql`(
    select ${MARK} from ${source} where ${BOTH} order by ${sql.ref(column)} ${order}, id limit 1
  )`;
  return ask<Splits>(
    connection,
    condition,
    sql`
      with ${isOwn ? sql`` : sql`sampled as materialized (${first(null)}),`}
      fair as materialized (
        ${isOwn ? first(MOST.marks) : sql`select * from sampled order by config_hash limit ${sql.lit(MOST.marks)}`}
      )
      select json_build_object(
        'sample', ${size(sql`fair`, MOST.marks)},
        'marks', coalesce((select json_agg(${MARK} order by score desc, id) from fair where ${BOTH}), '[]'),
        'bestByTest', ${bestBy('test_mean')},
        'bestByValidation', ${bestBy('val_mean')}
      )`,
  );
};
