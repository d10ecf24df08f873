import { bothSplits } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, type Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { FinishedConfig } from '../port.ts';
import { chosenOf, spreadOver } from './chosen.ts';
import { trialsOfBlock } from './derive.ts';
import { takenOver } from './fence.ts';

/**
 * What a search may know of its proposals, or null while one that it has to know of has a trial that has not ended. The
 * trials of a config were made together, so that its place follows from their numbers. A few rows are read, however many
 * the sweep has.
 */
export const searchHistory: Method<'searchHistory', [Db, Layout]> = async (db, layout, sweepId, wish) => {
  const stand = await standOf(db, sweepId);
  if (!stand) throw takenOver(sweepId, undefined);
  const { replicates, trials, first_open, metric, sign } = stand;
  const made = Math.floor(trials / replicates);
  const known = Math.max(0, made - wish.lookahead);
  if (first_open !== null && first_open <= known * replicates) return null;
  const open = Array.from({ length: made - known }, (_, i) => known + i);
  const numbers = [...spreadOver(known, wish.spread), ...open].map((place) => place * replicates + 1);
  const value = sql`t.${layout.scalar(bothSplits(metric).validation)}`;
  const rows = await all<FinishedConfig>(db)`
    with chosen as (
      (
        select c.id
        from configs c
        where c.sweep_id = ${sweepId} and c.reason is not null and c.val_mean is not null
        order by c.val_mean ${sql.raw(sign < 0 ? 'asc' : 'desc')}, c.id
        -- So many of the best may be too new to be known.
        limit ${wish.best + wish.lookahead}
      )
      union
      select t.config_id from trial_rows t where t.sweep_id = ${sweepId} and t.number = any(${numbers}::int[])
    )
    select
      (min(t.number) - 1) / ${replicates}::int as place,
      c.config,
      ${sign}::int * c.val_mean as mean,
      stddev_samp(${value} order by t.replicate) as sd,
      count(${value}) as n
    from chosen
    join configs c on c.id = chosen.id
    join trial_rows t on t.config_id = c.id
    group by c.id
    order by place`;
  const ended = rows.filter(({ place }) => place < known);
  return {
    made,
    finished: chosenOf(ended, known, wish),
    running: rows.slice(ended.length).map(({ config }) => config),
  };
};

interface Stand {
  readonly replicates: number;
  readonly metric: string;
  /** -1 where less is better. */
  readonly sign: number;
  readonly trials: number;
  /** The lowest number of a trial that has not ended. */
  readonly first_open: number | null;
}

/** Undefined where the sweep was removed. */
function standOf(db: Db, sweepId: number): Promise<Stand | undefined> {
  return first<Stand>(db)`
    select
      s.replicates, s.metric,
      case s.goal when 'maximize' then 1 else -1 end as sign,
      (select coalesce(max(t.number), 0) from trial_rows t where t.sweep_id = s.id) as trials,
      (
        select min(t.number)
        from trial_blocks b
        cross join lateral (${trialsOfBlock(sql`s.id`)}) t
        where b.sweep_id = s.id and b.queued + b.running > 0 and t.state in ('queued', 'running')
      ) as first_open
    from sweep_rows s
    where s.id = ${sweepId}`;
}
