import { bothSplits } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, type Method } from '../db.ts';
import type { Layout } from '../measures.ts';
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
  const stand = await first<{ metric: string; replicates: number; ended: number }>(db)`
    select s.metric, s.replicates,
      coalesce(
        (
          select min(t.number) - 1
          from trial_blocks b
          cross join lateral (${trialsOfBlock(sql`s.id`)}) t
          where b.sweep_id = s.id and b.queued + b.running > 0 and t.state in ('queued', 'running')
        ),
        (select max(t.number) from trial_rows t where t.sweep_id = s.id),
        0
      ) as ended
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  const upTo = Math.max(after, Math.min(stand.ended, after + limit));
  const value = sql`t.${layout.scalar(bothSplits(stand.metric).validation)}`;
  const configs = await all<EndedConfig>(db)`
    with page as (
      select config_id, max(number) as number
      from trial_rows
      where sweep_id = ${sweepId} and number > ${after}::int and number <= ${upTo}::int
      group by config_id
    )
    select c.config_hash as hash, array_agg(${value} order by t.replicate) as values
    from page
    join configs c on c.id = page.config_id
    join trial_rows t on t.config_id = c.id
    group by c.id, page.number
    having count(*) = ${stand.replicates}::int and max(t.number) = page.number
    order by page.number`;
  return { upTo, configs };
};
