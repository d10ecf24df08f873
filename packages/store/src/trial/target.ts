import { sql } from 'kysely';
import { all, type Db, first, type Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import { type Judged, validationOf } from '../own/layout.ts';
import type { EndedConfig } from '../port.ts';
import { trialsOfBlock } from './derive.ts';
import { takenOver } from './fence.ts';

/** Numbers of trials have no gaps, so that a page is a range of them, whose last one may be open. */
export const endedConfigs: Method<'endedConfigs', [Db, Layout]> = async (
  db,
  layout,
  sweepId,
  { after, limit },
) => {
  const stand = await first<Judged & { replicates: number; ended: number }>(db)`
    select s.metric, s.own_measures as "ownMeasures", s.replicates,
      coalesce(
        (
          select min(t.number) - 1
          from trial_blocks b
          cross join lateral (${trialsOfBlock(sql`s.id`)}) t
          where b.sweep_id = s.id and b.queued + b.running + b.waiting > 0 and t.state in ('queued', 'running', 'waiting')
        ),
        (select max(t.number) from trial_rows t where t.sweep_id = s.id),
        0
      ) as ended
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  const upTo = Math.max(after, Math.min(stand.ended, after + limit));
  const value = sql`t.${validationOf(layout, stand)}`;
  const configs = await all<EndedConfig>(db)`
    select c.config_hash as hash, own.values
    from (
      select distinct config_id
      from trial_rows
      where sweep_id = ${sweepId} and number > ${after}::int and number <= ${upTo}::int
    ) page
    join configs c on c.id = page.config_id
    cross join lateral (
      select array_agg(t.value order by t.replicate) as values, max(t.number) as number, count(*) as n,
        bool_or(t.state = 'pruned') as stopped
      from (
        -- A race may spend what it saved on more of them.
        select t.number, t.replicate, t.state, ${value} as value
        from trial_rows t
        where t.config_id = c.id
        order by t.replicate
        limit ${stand.replicates}::int
      ) t
    ) own
    where own.n = ${stand.replicates}::int and own.number > ${after}::int and own.number <= ${upTo}::int
      and coalesce(c.violation, 0) = 0 and not own.stopped
    order by own.number`;
  return { upTo, configs };
};
