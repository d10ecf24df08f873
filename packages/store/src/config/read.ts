import { sql } from 'kysely';
import { all, type Db, first, type Method, one } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import { type Layout, OBJECTIVE } from '../measures.ts';
import type { ConfigRecord, OverReplicates, TrialOfConfig } from '../port.ts';
import { halfWidth } from '../rank/half-width.ts';
import { unknownConfig } from './find.ts';

/** A config with what its trials say together. */
export const config: Method<'config', [Db, Layout]> = async (db, layout, sweep, hash, most) => {
  const row = await first<Row>(db)`
    select
      c.id, c.config_hash as hash, c.config, c.reason, c.violation,
      case
        when c.score is not null
        then (select 1 + count(*) from configs o where o.sweep_id = c.sweep_id and o.score > c.score)
      end as rank,
      (
        select b.config_hash
        from baseline_of(c.id, c.sweep_id, c.baseline_hash, c.config) control
        join configs b on b.id = control.id and b.id <> c.id
      ) as baseline
    from configs c
    where c.config_hash = ${hash} and ${inSweep('c', sweep.id)}`;
  if (!row) throw await unknownConfig(db, sweep, hash);
  const { id, ...known } = row;
  return {
    ...known,
    measures: await measuresOf(db, layout, id),
    trials: await all<TrialOfConfig>(db)`
      select t.id, t.number, t.replicate, t.state, t.attempt, t.worker, t.started_at as "startedAt",
        t.finished_at as "finishedAt", t.${OBJECTIVE} as value, t.error
      from trial_rows t
      where t.config_id = ${id}
      order by t.replicate
      limit ${most}`,
    ...(await one<Pick<ConfigRecord, 'trialCount'>>(db)`
      select count(*) as "trialCount" from trial_rows where config_id = ${id}`),
  };
};

type Row = Omit<ConfigRecord, 'measures' | 'trials' | 'trialCount'> & { readonly id: number };

async function measuresOf(db: Db, layout: Layout, id: number): Promise<Map<string, OverReplicates>> {
  const rows = await all<OverReplicates & { place: number }>(db)`
    select
      m.place,
      count(m.value) as n,
      avg(m.value order by t.replicate) as mean,
      stddev_samp(m.value order by t.replicate) as sd,
      ${halfWidth(sql`m.value`, sql`t.replicate`)} as half
    from trial_rows t
    cross join lateral unnest(t.${layout.all}) with ordinality as m (value, place)
    where t.config_id = ${id}
    group by m.place`;
  const told = new Map(rows.map(({ place, ...figures }) => [layout.scalars[place - 1]!, figures]));
  const none = { n: 0, mean: null, sd: null, half: null };
  return new Map(layout.scalars.map((name) => [name, told.get(name) ?? none]));
}
