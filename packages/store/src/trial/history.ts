import { type RawBuilder, sql } from 'kysely';
import { all, type Db, first, type Method } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { FinishedConfig, StoredObjective } from '../port.ts';
import { chosenOf, placesOf } from './chosen.ts';
import { trialsOfBlock } from './derive.ts';
import { takenOver } from './fence.ts';

/**
 * What a search may know of its proposals, or null while one that it has to know of has a trial that has not ended. Of each
 * config that is told of one row is read, however many the sweep has.
 */
export const searchHistory: Method<'searchHistory', [Db]> = async (db, sweepId, wish) => {
  const stand = await standOf(db, sweepId);
  if (!stand) throw takenOver(sweepId, undefined);
  const { made, first_open, sign, constrained, metrics } = stand;
  const known = Math.max(0, made - wish.lookahead);
  if (first_open !== null && first_open < known) return null;
  const open = Array.from({ length: made - known }, (_, i) => known + i);
  const places = [...placesOf(known, wish), ...open];
  const rows = await all<HistoryRow>(db)`
    with chosen as (
      (
        select c.id
        from configs c
        where ${inSweep('c', sweepId)} and c.reason is not null and c.val_mean is not null and c.pruned_at is null
        order by ${constrained ? sql`c.violation,` : sql``} c.val_mean ${sql.raw(sign < 0 ? 'asc' : 'desc')}, c.id
        -- So many of the best may be too new to be known.
        limit ${wish.best === 0 ? 0 : wish.best + wish.lookahead}
      )
      union
      select c.id
      from unnest(${places}::int[]) wanted (place)
      cross join lateral (
        select c.id from configs c where ${inSweep('c', sweepId)} and c.place = wanted.place offset 0
      ) c
    )
    select
      c.place, c.config, ${sign}::int * c.val_mean as mean, c.val_sd as sd, c.val_n as n,
      coalesce(c.violation, 0) as violation, c.pruned_at is not null as pruned, c.other_means, c.other_sds, c.other_ns
    from chosen
    -- Row by row (offset 0), all are looked up by index: see migration/0014-look-ups.sql.
    cross join lateral (select c.* from configs c where c.id = chosen.id offset 0) c
    order by c.place`;
  const others = metrics?.slice(1).map(({ goal }) => (goal === 'maximize' ? 1 : -1));
  const ended = rows.filter(({ place }) => place < known).map((row) => finishedOf(row, others));
  return {
    made,
    finished: chosenOf(ended, known, wish),
    running: rows.slice(ended.length).map(({ config }) => config),
  };
};

interface HistoryRow extends Omit<FinishedConfig, 'others'> {
  readonly other_means: readonly (number | null)[] | null;
  readonly other_sds: readonly (number | null)[];
  readonly other_ns: readonly number[];
}

/** `signs`: of the other objectives, where there are several. */
function finishedOf(
  { other_means: means, other_sds: sds, other_ns: ns, ...row }: HistoryRow,
  signs: readonly number[] | undefined,
): FinishedConfig {
  if (signs === undefined) return row;
  // None of its trials has ended yet where there are no means: all were let go.
  const others = signs.map((sign, i) => {
    const mean = means?.[i] ?? null;
    return { mean: mean === null ? null : sign * mean, sd: means && sds[i]!, n: means ? ns[i]! : 0 };
  });
  return { ...row, others };
}

interface Stand {
  /** -1 where less is better. */
  readonly sign: number;
  readonly made: number;
  readonly constrained: boolean;
  readonly metrics: readonly StoredObjective[] | null;
  /** The place of the first trial that has not ended. In a race it may not be the lowest, and is above none that is to be known. */
  readonly first_open: number | null;
}

/** Undefined where the sweep was removed. */
function standOf(db: Db, sweepId: number): Promise<Stand | undefined> {
  return first<Stand>(db)`
    select
      s.definition -> 'constraints' is not null as constrained, s.definition -> 'metrics' as metrics,
      case s.goal when 'maximize' then 1 else -1 end as sign,
      ${madeOf(sweepId)} as made,
      (
        select c.place
        from (
          select t.config_id
          from trial_blocks b
          cross join lateral (${trialsOfBlock(sql`s.id`)}) t
          where b.sweep_id = s.id and b.queued + b.running > 0 and t.state in ('queued', 'running')
          order by t.number
          limit 1
        ) t
        join configs c on c.id = t.config_id
      ) as first_open
    from sweep_rows s
    where s.id = ${sweepId}`;
}

/** How many proposals a search that learns has made. In the order of the index: its end is read. */
export const madeOf = (sweepId: number): RawBuilder<unknown> => sql`
  coalesce((
    select c.place + 1
    from configs c
    where ${inSweep('c', sweepId)} and c.place is not null
    order by c.sweep_id + 0 desc, c.place desc
    limit 1
  ), 0)`;
