import { bothSplits } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, type Method, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { Layout } from '../measures.ts';
import type { AliveConfig, DecidedRung, RacedConfig, StoredDecision } from '../port.ts';
import { storable } from '../storable.ts';
import { lockOwned, takenOver } from './fence.ts';

/** An AliveConfig, out of `configs c`. */
const ALIVE = sql.raw(
  'c.config, c.config_hash as "configHash", c.run_hash as "runHash", c.baseline_hash as "baselineHash"',
);

/** Null while a trial of the sweep has not ended. A race waits for all of them, and has few enough to be read at once. */
export const racedConfigs: Method<'racedConfigs', [Db, Layout]> = async (db, layout, sweepId) => {
  const stand = await first<{ metric: string; sign: number; open: boolean }>(db)`
    select
      s.metric,
      case s.goal when 'maximize' then 1 else -1 end as sign,
      exists (select from trial_blocks b where b.sweep_id = s.id and b.queued + b.running > 0) as open
    from sweep_rows s
    where s.id = ${sweepId}`;
  if (!stand) throw takenOver(sweepId, undefined);
  if (stand.open) return null;
  const value = sql`t.${layout.scalar(bothSplits(stand.metric).validation)}`;
  return all<RacedConfig>(db)`
    select ${ALIVE}, array_agg(${stand.sign}::int * ${value} order by t.replicate) as values
    from configs c
    join trial_rows t on t.config_id = c.id
    where c.sweep_id = ${sweepId} and c.pruned_at is null
    group by c.id
    order by c.config_hash`;
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
    on conflict (sweep_id, rung, config_id) do nothing`.execute(trx);
  await sql`
    update configs c
    set pruned_at = d.rung, score = null
    from race_decisions d
    where d.sweep_id = ${sweepId}::int and d.rung = ${rung}::int and not d.kept and c.id = d.config_id`.execute(
    trx,
  );
  await sql`
    update sweep_rows set cursor = ${JSON.stringify(cursor)} where id = ${sweepId}`.execute(trx);
};

export const aliveConfigs: Method<'aliveConfigs'> = (db, sweepId, { after, limit }) =>
  all<AliveConfig>(db)`
    select ${ALIVE}
    from configs c
    where c.sweep_id = ${sweepId} and c.pruned_at is null and c.run_hash > ${after}
    order by c.run_hash, c.id
    limit ${limit}::int`;

export const decisions: Method<'decisions'> = (db, sweepId, hash, limit) =>
  all<StoredDecision>(db)`
    select d.rung, c.config_hash as hash, c.config, d.kept, d.reason, d.behind, d.p
    from race_decisions d
    join configs c on c.id = d.config_id
    where d.sweep_id = ${sweepId} and (${hash}::text is null or c.config_hash = ${hash}::text)
    order by d.rung, d.behind nulls last, c.config_hash
    limit ${limit}::int`;

export const decidedRungs: Method<'decidedRungs'> = (db, sweepId) =>
  all<DecidedRung>(db)`
    select rung, count(*) filter (where kept)::int as kept, count(*) filter (where not kept)::int as dropped
    from race_decisions
    where sweep_id = ${sweepId}
    group by rung
    order by rung`;
