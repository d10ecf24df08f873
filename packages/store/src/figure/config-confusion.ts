import { sql } from 'kysely';
import { configId } from '../config/find.ts';
import { type Db, type Method, one } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { ConfigConfusion } from '../port.ts';
import { halfWidth } from '../rank/half-width.ts';

const PREFIX = { test: 'test_', validation: 'val_' } as const;

export const configConfusion: Method<'configConfusion', [Db, Layout]> = async (
  db,
  layout,
  sweep,
  hash,
  split,
) => {
  const id = await configId(db, sweep, hash);
  const of = (base: string) => layout.columnNamed(PREFIX[split] + base);
  return one<ConfigConfusion>(db)`
    with own as (
      select t.replicate, ${of('confusion')} as cells, ${of('class_recall')} as recalls
      from trial_rows t
      where t.config_id = ${id} and ${of('confusion')} is not null
    )
    select
      (select count(*) from own) as replicates,
      array(
        select avg(u.value order by own.replicate)
        from own, unnest(own.cells) with ordinality as u (value, place)
        group by u.place
        order by u.place
      ) as counts,
      array(
        select json_build_object(
          'mean', avg(u.value order by own.replicate), 'half', ${halfWidth(sql`u.value`, sql`own.replicate`)}
        )
        from own, unnest(own.recalls) with ordinality as u (value, place)
        group by u.place
        order by u.place
      ) as recall`;
};
