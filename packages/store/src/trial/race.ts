import { sql } from 'kysely';
import { all, type Db, first, type Method, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { Layout } from '../measures.ts';
import { type Judged, validationOf } from '../own/layout.ts';
import type { AliveConfig, DecidedRung, RacedConfig, StoredDecision } from '../port.ts';
import { storable } from '../storable.ts';
import { lockOwned, takenOver } from './fence.ts';

/** An AliveConfig, out of `configs c`. */
export const ALIVE = sql.raw(
  'c.config, c.config_hash as "configHash", c.run_hash as "runHash", c.baseline_hash as "baselineHash"',
);

/** Whether its aggregates say that it breaks a constraint. */
const BREAKS = sql.raw('coalesce(c.violation, 0) > 0 as breaks');

/** Those of `configs c` that are alive from a place on: all of the sweep from 0 on, as only a search that learns has places. */
const alive = (sweepId: number, from: number) =>
  sql`${from === 0 ? sql`c.sweep_id = ${sweepId}::int` : sql`${inSweep('c', sweepId)} and c.place >= ${from}::int`} and c.pruned_at is null`;

/** Null while a trial of the sweep has not ended. A race waits for all of them, and has few enough to be read at once. */
export const racedConfigs: Method<'racedConfigs', [Db, Layout]> = async (db, layout, sweepId, from) => {
  const stand = await first<Judged & { sign: number; open: boolean }>(db)`
    select
      s.metric, s.own_measures as "ownMeasures",
      case s.goal when 'maximize' then 1 else -1 end as sign,
      exists (select from trial_blocks b where b.sweep_id = s.id and b.queued + b.running > 0) as open
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  if (stand.open) return null;
  const value = sql`t.${validationOf(layout, stand)}`;
  return all<RacedConfig>(db)`
    select ${ALIVE}, ${BREAKS}, array_agg(${stand.sign}::int * ${value} order by t.replicate) as values
    from configs c
    join trial_rows t on t.config_id = c.id
    where ${alive(sweepId, from)}
    group by c.id
    order by c.config_hash`;
};

/** Row by row, as it is read before each decision of a block. */
export const incumbent: Method<'incumbent', [Db, Layout]> = async (db, layout, sweepId, before) => {
  const stand = await first<Judged & { sign: number; replicates: number }>(db)`
    select s.metric, s.own_measures as "ownMeasures", s.replicates, case s.goal when 'maximize' then 1 else -1 end as sign
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  const { replicates, sign } = stand;
  const value = sql`t.${validationOf(layout, stand)}`;
  const best = await first<RacedConfig>(db)`
    select
      ${ALIVE}, ${BREAKS},
      (select array_agg(${sign}::int * ${value} order by t.replicate) from trial_rows t where t.config_id = c.id) as values
    from configs c
    where ${inSweep('c', sweepId)} and c.reason is not null and c.val_mean is not null and c.pruned_at is null
      and c.place < ${before}::int and c.val_n >= ${replicates}::int and coalesce(c.violation, 0) = 0
    order by c.val_mean ${sql.raw(sign < 0 ? 'asc' : 'desc')}, c.id
    limit 1`;
  return best ?? null;
};

export const decideRung: Method<'decideRung', [Trx]> = async (
  trx,
  sweepId,
  rung,
  decisions,
  cursor,
  owner,
) => {
  const sweep = await lockOwned(trx, sweepId, owner);
  if (sweep.state === 'cancelled') return;
  const given = decisions.map((decision) => ({ ...decision, reason: storable(decision.reason) }));
  await sql`
    with decided as (
      insert into race_decisions (
        sweep_id, rung, config_id, kept, reason, judged_by, best, behind, p, level
      )
      select ${sweepId}::int, ${rung}::int, c.id, x.kept, x.reason, x.by, x.best, x.behind, x.p, x.level
      from json_to_recordset(${JSON.stringify(given)}::json)
        as x(
          hash text, kept boolean, reason text, by text, best text,
          behind double precision, p double precision, level double precision
        )
      cross join lateral (
        select c.id from configs c where c.config_hash = x.hash and ${inSweep('c', sweepId)} offset 0
      ) c
      on conflict (sweep_id, rung, epochs, config_id) do nothing
      returning config_id, kept
    )
    update configs c
    set pruned_at = ${rung}::int, score = null
    from decided d
    where not d.kept and c.id = d.config_id`.execute(trx);
  await sql`
    update sweep_rows set cursor = ${JSON.stringify(cursor)} where id = ${sweepId}`.execute(trx);
};

export const aliveConfigs: Method<'aliveConfigs'> = (db, sweepId, { from, after, limit }) =>
  all<AliveConfig>(db)`
    select ${ALIVE}
    from configs c
    where ${alive(sweepId, from)} and c.run_hash > ${after}
    order by c.run_hash, c.id
    limit ${limit}::int`;

/** Bands come before the rung of their replicates. */
const ORDER = sql.raw('d.rung, d.epochs = 0, d.epochs');

export const decisions: Method<'decisions'> = (db, sweepId, hash, limit) =>
  all<StoredDecision>(db)`
    select d.rung, nullif(d.epochs, 0) as epochs, c.config_hash as hash, c.config, d.kept, d.reason, d.behind, d.p
    from race_decisions d
    join configs c on c.id = d.config_id
    where d.sweep_id = ${sweepId} and (${hash}::text is null or c.config_hash = ${hash}::text)
    order by ${ORDER}, d.behind nulls last, c.config_hash
    limit ${limit}::int`;

export const decidedRungs: Method<'decidedRungs'> = (db, sweepId) =>
  all<DecidedRung>(db)`
    select rung, nullif(epochs, 0) as epochs, count(*) filter (where kept)::int as kept, count(*) filter (where not kept)::int as dropped
    from race_decisions d
    where sweep_id = ${sweepId}
    group by rung, epochs
    order by ${ORDER}`;
