import { sql } from 'kysely';
import { all, type Db, type Method } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import { type Layout, OBJECTIVE } from '../measures.ts';
import type { ComparedConfig } from '../port.ts';
import { halfWidth } from '../rank/half-width.ts';
import { checkMetric } from '../rank/metric.ts';

/** As `vs_baseline` in the leaderboard, to the first one. */
export const compareConfigs: Method<'compareConfigs', [Db, Layout]> = async (
  db,
  layout,
  sweep,
  hashes,
  { by = sweep.metric, pairs },
) => {
  checkMetric(sweep, by);
  const value = sql`t.${by === sweep.metric ? OBJECTIVE : layout.scalar(by)}`;
  const rows = await all<Row>(db)`
    with asked as (
      select x.place, c.id, c.config_hash as hash, c.config
      from unnest(${[...hashes]}::text[]) with ordinality as x (hash, place)
      join configs c on c.config_hash = x.hash and ${inSweep('c', sweep.id)}
    ),
    valued as (
      select a.id, t.replicate, ${value} as value
      from asked a
      join trial_rows t on t.config_id = a.id
      where ${value} is not null
    )
    select a.hash, a.config, own.*, difference.*
    from asked a
    cross join lateral (
      select
        count(*) as n, avg(v.value order by v.replicate) as mean,
        ${halfWidth(sql`v.value`, sql`v.replicate`)} as half
      from valued v
      where v.id = a.id
    ) own
    cross join lateral (
      select
        count(*) as pairs, avg(d.value order by d.replicate) as difference,
        ${halfWidth(sql`d.value`, sql`d.replicate`)} as difference_half,
        json_agg(json_build_object('replicate', d.replicate, 'difference', d.value) order by d.replicate)
          filter (where d.nth <= ${pairs}) as told
      from (
        select
          mine.replicate, mine.value - other.value as value,
          row_number() over (order by mine.replicate) as nth
        from valued mine
        join valued other on other.replicate = mine.replicate
        where mine.id = a.id and other.id = (select id from asked order by place limit 1)
      ) d
    ) difference
    order by a.place`;
  return rows.map(({ hash, config, n, mean, half, ...other }) => ({
    ...{ hash, config, n, mean, half },
    difference: {
      ...{ n: other.pairs, mean: other.difference, half: other.difference_half },
      pairs: other.told ?? [],
    },
  }));
};

interface Row extends Omit<ComparedConfig, 'difference'> {
  readonly pairs: number;
  readonly difference: number | null;
  readonly difference_half: number | null;
  readonly told: ComparedConfig['difference']['pairs'] | null;
}
