import { type RawBuilder, sql } from 'kysely';
import { all, type Method, refs, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import { type Layout, objectivesOf } from '../measures.ts';
import type { NewTrial } from '../port.ts';
import { storable } from '../storable.ts';
import { refreshBlocks, refreshConfigs, type TrialRow } from './derive.ts';
import { lockOwned } from './fence.ts';
import { madeOf } from './history.ts';
import { OUTCOME_COLUMNS } from './outcome-row.ts';

/** Inserts trials that are new, takes over results that exist, and moves the cursor. A cancelled sweep stays as it is. */
export const expand: Method<'expand', [Trx, Layout]> = async (
  trx,
  layout,
  sweepId,
  trials,
  cursor,
  expanded,
  owner,
) => {
  const sweep = await lockOwned(trx, sweepId, owner);
  if (sweep.state === 'cancelled') return { queued: 0, reused: 0, duplicates: 0 };
  const distinct = [
    ...new Map(trials.map((trial) => [`${trial.configHash}/${trial.replicate}`, trial])).values(),
  ];
  await insertConfigs(trx, sweepId, distinct);
  const inserted = await insertTrials(trx, sweepId, objectivesOf(layout, 'twin', sweep.metric), distinct);
  const reused = inserted.filter((row) => row.reused_from !== null);
  await copyCurves(trx, reused);
  await refreshConfigs(trx, layout, sweep, reused);
  await refreshBlocks(trx, sweepId, inserted);
  await sql`
    update sweep_rows
    set cursor = ${JSON.stringify(cursor)}, expanded = ${expanded}
    where id = ${sweepId}`.execute(trx);
  return {
    queued: inserted.length - reused.length,
    reused: reused.length,
    duplicates: trials.length - inserted.length,
  };
};

async function insertConfigs(trx: Trx, sweepId: number, trials: readonly NewTrial[]): Promise<void> {
  const configs = [...new Map(trials.map((trial) => [trial.configHash, trial])).values()].map(
    ({ configHash, runHash, baselineHash, config, reason }, at) => ({
      ...{ at, configHash, runHash, baselineHash, config },
      reason: reason && storable(reason),
    }),
  );
  // What is there already takes no place.
  await sql`
    insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config, reason, place)
    select
      ${sweepId}::int, x."configHash", x."runHash", x."baselineHash", x.config, x.reason,
      case when x.reason is not null then ${madeOf(sweepId)} + row_number() over (order by x.at) - 1 end
    from json_to_recordset(${JSON.stringify(configs)}::json)
      as x(at int, "configHash" text, "runHash" text, "baselineHash" text, config jsonb, reason text)
    where not exists (
      select from configs c where c.config_hash = x."configHash" and ${inSweep('c', sweepId)} offset 0
    )
    order by x.at
    on conflict (sweep_id, config_hash) do nothing`.execute(trx);
}

type Inserted = TrialRow & { readonly reused_from: number | null };

/** What a trial takes over with a result. */
const COPIED = ['finished_at', ...OUTCOME_COLUMNS.filter((column) => column !== 'state')];

function insertTrials(
  trx: Trx,
  sweepId: number,
  objectives: RawBuilder<unknown>,
  trials: readonly NewTrial[],
): Promise<Inserted[]> {
  const given = trials.map(({ configHash, replicate, seed, resultKey }, at) => {
    return { at, configHash, replicate, seed, resultKey };
  });
  return all<Inserted>(trx)`
    -- Row by row (offset 0), all are looked up by index: else a sweep's whole table is read, and each step costs more.
    with given as (
      select c.id as config_id, x.*
      from json_to_recordset(${JSON.stringify(given)}::json)
        as x(at int, "configHash" text, replicate int, seed text, "resultKey" text)
      cross join lateral (
        select c.id
        from configs c
        where c.config_hash = x."configHash" and ${inSweep('c', sweepId)}
        offset 0
      ) c
    ),
    fresh as (
      select
        given.*,
        last.number + row_number() over (order by given.at) as number
      from given
      cross join (
        -- In the order of the index: its end is read, where max(number) may read all.
        select coalesce((
          select number from trial_rows where sweep_id = ${sweepId}::int order by sweep_id desc, number desc limit 1
        ), 0) as number
      ) last
      where not exists (
        select from trial_rows t where t.config_id = given.config_id and t.replicate = given.replicate offset 0
      )
    )
    insert into trial_rows (
      sweep_id, number, config_id, replicate, seed, result_key, state, reused_from, objectives,
      ${refs(COPIED)}
    )
    select
      ${sweepId}::int, f.number, f.config_id, f.replicate, f.seed, f."resultKey",
      coalesce(twin.state, 'queued'), coalesce(twin.reused_from, twin.id), ${objectives},
      ${refs(COPIED, 'twin')}
    from fresh f
    left join lateral (
      select t.*
      from trial_rows t
      where t.result_key = f."resultKey" and t.state in ('completed', 'diverged')
      order by t.id
      limit 1
    ) twin on true
    returning id, number, config_id, reused_from`;
}

/** A taken-over result is whole: it stays when the sweep that it came from is removed. */
async function copyCurves(trx: Trx, reused: readonly Inserted[]): Promise<void> {
  if (reused.length === 0) return;
  await sql`
    insert into curve_rows (trial_id, numbers, ends)
    select t.id, source.numbers, source.ends
    from trial_rows t
    join lateral (
      select c.*
      from trial_rows twin
      join curve_rows c on c.trial_id = twin.id
      where twin.result_key = t.result_key and twin.id < t.id
      order by twin.id
      limit 1
    ) source on true
    where t.id = any(${reused.map(({ id }) => id)}::bigint[])`.execute(trx);
}
