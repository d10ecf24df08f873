import { sql } from 'kysely';
import { all, type Db, first, type Method, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import { type Layout, objectivesOf } from '../measures.ts';
import { type Judged, layoutOf, validationOf } from '../own/layout.ts';
import type { AliveConfig, BandConfig, DecidedAtBand } from '../port.ts';
import { storable } from '../storable.ts';
import { refreshBlocks, refreshConfigs, type TrialRow, trialsOfBlock } from './derive.ts';
import { lockOwned, takenOver } from './fence.ts';
import { ALIVE } from './race.ts';

/** The trials of a sweep that wait at a band. */
const waitingOf = (sweepId: number) => sql`
  select t.id, t.config_id, t.until
  from trial_blocks b
  cross join lateral (${trialsOfBlock(sql`${sweepId}::int`)}) t
  where b.sweep_id = ${sweepId}::int and b.waiting > 0 and t.state = 'waiting'`;

interface Stand extends Judged {
  readonly sign: number;
  readonly open: boolean;
}

export const bandStand: Method<'bandStand', [Db, Layout]> = async (db, layout, sweepId, band) => {
  const stand = await first<Stand>(db)`
    select
      s.metric, s.own_measures as "ownMeasures",
      case s.goal when 'maximize' then 1 else -1 end as sign,
      exists (select from trial_blocks b where b.sweep_id = s.id and b.queued + b.running > 0) as open
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  if (stand.open) return null;
  // A program has reached a band where it waits there; built-in trials also where they end.
  const isProgram = stand.ownMeasures !== null;
  const measured = sql`t.${validationOf(layout, stand)}`;
  const value = isProgram ? sql`case when t.state = 'waiting' then ${measured} end` : measured;
  const ends = sql`
    (c.config ->> 'epochs')::int = ${band}::int
    or ((c.config ->> 'epochs')::int < ${band}::int and c.run_hash in (select run_hash from runs))`;
  const configs = await all<BandConfig>(db)`
    with waiting as materialized (select distinct config_id as id from (${waitingOf(sweepId)}) t),
    runs as materialized (select distinct c.run_hash from waiting join configs c on c.id = waiting.id)
    select ${ALIVE}, array_agg(${stand.sign}::int * ${value} order by t.replicate) as values,
      bool_or(t.state = 'waiting') as waiting
    from configs c
    join trial_rows t on t.config_id = c.id
    where c.sweep_id = ${sweepId} and c.pruned_at is null
      and (c.id in (select id from waiting) or ${isProgram ? sql`false` : ends})
    group by c.id
    order by c.config_hash`;
  const decided = await all<DecidedAtBand>(db)`
    select c.run_hash as "runHash", d.epochs, ${stand.sign}::int * d.value as value
    from race_decisions d
    join configs c on c.id = d.config_id
    where d.sweep_id = ${sweepId} and d.epochs between 1 and ${band}::int and d.value is not null
    order by c.run_hash, d.epochs, c.config_hash`;
  return { configs, decided };
};

export const waitingConfigs: Method<'waitingConfigs'> = (db, sweepId, { band, limit }) =>
  all<AliveConfig>(db)`
    select ${ALIVE}
    from (select distinct config_id as id from (${waitingOf(sweepId)}) t where t.until = ${band}::int) waiting
    join configs c on c.id = waiting.id
    order by c.run_hash, c.id
    limit ${limit}::int`;

export const decideBand: Method<'decideBand', [Trx, Layout]> = async (
  trx,
  layout,
  sweepId,
  { band, rung },
  decisions,
  cursor,
  owner,
) => {
  const sweep = await lockOwned(trx, sweepId, owner);
  if (sweep.state === 'cancelled') return 0;
  const given = decisions.map((decision) => ({ ...decision, reason: storable(decision.reason) }));
  const stopped = await all<{ id: number }>(trx)`
    with decided as (
      insert into race_decisions (
        sweep_id, rung, epochs, config_id, kept, reason, judged_by, behind, value, threshold
      )
      select ${sweepId}::int, ${rung}::int, ${band}::int, c.id, x.kept, x.reason, x.by, x.behind, x.value, x.threshold
      from json_to_recordset(${JSON.stringify(given)}::json)
        as x(
          hash text, kept boolean, reason text, by text,
          behind double precision, value double precision, threshold double precision
        )
      cross join lateral (
        select c.id from configs c where c.config_hash = x.hash and ${inSweep('c', sweepId)} offset 0
      ) c
      on conflict (sweep_id, rung, epochs, config_id) do nothing
      returning config_id, kept
    )
    update configs c
    set pruned_at = ${rung}::int
    from decided d
    where not d.kept and c.id = d.config_id
    returning c.id`;
  const pruned = await all<TrialRow>(trx)`
    update trial_rows t
    set state = 'pruned', objectives = ${objectivesOf(layoutOf(layout, sweep), 't', sweep.metric)}
    where t.config_id = any(${stopped.map(({ id }) => id)}::bigint[]) and t.state = 'waiting'
    returning t.id, t.number, t.config_id`;
  await refreshConfigs(trx, layout, sweep, pruned);
  await refreshBlocks(trx, sweepId, pruned);
  await sql`
    update sweep_rows set cursor = ${JSON.stringify(cursor)} where id = ${sweepId}`.execute(trx);
  return pruned.length;
};
