import { type RawBuilder, sql } from 'kysely';
import { all, assigned, type Method, one, refs, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import { type Layout, objectivesOf } from '../measures.ts';
import { layoutOf } from '../own/layout.ts';
import type { NewTrial, TrialState } from '../port.ts';
import { storable } from '../storable.ts';
import { refreshBlocks, refreshConfigs, type TrialRow } from './derive.ts';
import { type LockedSweep, lockOwned } from './fence.ts';
import { madeOf } from './history.ts';
import { TAKEN_OVER } from './outcome-row.ts';
import { isTakenOver, markTakenOver, twinOutcomes } from './own-twins.ts';
import { endTrials } from './record.ts';

/**
 * Inserts trials that are new, sends those that wait at a band on their way, takes over results that exist, and moves the cursor.
 * A cancelled sweep stays as it is.
 */
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
  if (sweep.state === 'cancelled')
    return { queued: 0, reused: 0, waiting: 0, resumed: 0, unlisted: [], duplicates: 0 };
  const distinct = [
    ...new Map(trials.map((trial) => [`${trial.configHash}/${trial.replicate}`, trial])).values(),
  ];
  await insertConfigs(trx, sweepId, distinct);
  const { resumed, unlisted } = await resumeTrials(trx, layout, sweep, distinct);
  const inserted = await insertTrials(trx, layout, sweep, distinct);
  const changed = await takenOverOf(trx, layout, sweep, [...resumed, ...inserted]);
  const reused = changed.filter((row) => row.taken);
  if (sweep.ownMeasures === null) {
    await copyCurves(trx, reused);
    await refreshConfigs(trx, layout, sweep, reused);
  }
  await refreshBlocks(trx, sweepId, changed);
  await sql`
    update sweep_rows
    set cursor = ${JSON.stringify(cursor)}, expanded = ${expanded}
    where id = ${sweepId}`.execute(trx);
  return {
    queued: changed.length - reused.length,
    reused: reused.length,
    waiting: reused.filter(({ state }) => state === 'waiting').length,
    resumed: resumed.length,
    unlisted,
    duplicates: trials.length - changed.length,
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

type Made = TrialRow & {
  readonly state: TrialState;
  /** Its result was there. */
  readonly taken: boolean;
};

/** What a trial takes over with a result. */
const COPIED = ['finished_at', ...TAKEN_OVER];

/** Trials with their configs. Row by row (offset 0), all are looked up by index: else a sweep's whole table is read, and each step costs more. */
function givenTrials(sweepId: number, trials: readonly NewTrial[]): RawBuilder<unknown> {
  const given = trials.map(({ configHash, replicate, seed, resultKey, until }, at) => {
    return { at, configHash, replicate, seed, resultKey, until };
  });
  return sql`
    select c.id as config_id, x.*
    from json_to_recordset(${JSON.stringify(given)}::json)
      as x(at int, "configHash" text, replicate int, seed text, "resultKey" text, until int)
    cross join lateral (
      select c.id
      from configs c
      where c.config_hash = x."configHash" and ${inSweep('c', sweepId)}
      offset 0
    ) c`;
}

/** The first trial with the result of `x`, of any sweep. What was stopped at a band has the result of that many epochs. */
const twinOf = ({ ownMeasures }: LockedSweep) => sql`
  left join lateral (
    select t.*
    from trial_rows t
    -- What has names of its own in one sweep says nothing in another.
    where ${sql.lit(ownMeasures === null)} and t.result_key = x."resultKey" and t.state in ('completed', 'pruned', 'diverged')
    order by t.id
    limit 1
  ) twin on true`;

const STATE = sql`
  case
    when twin.id is null then 'queued'
    when twin.state = 'diverged' then 'diverged'
    -- A program that ended before the band.
    when x.until is null or (twin.until is not null and twin.state = 'completed') then 'completed'
    else 'waiting'
  end`;

/** What waits has no objective: its result is none of its config's epochs. */
const objectives = (layout: Layout, metric: string) =>
  sql`case when x.until is null then ${objectivesOf(layout, 'twin', metric)} end`;

function insertTrials(
  trx: Trx,
  layout: Layout,
  sweep: LockedSweep,
  trials: readonly NewTrial[],
): Promise<Made[]> {
  const { id: sweepId, metric } = sweep;
  return all<Made>(trx)`
    with given as (${givenTrials(sweepId, trials)}),
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
      sweep_id, number, config_id, replicate, seed, result_key, until, state, reused_from, objectives,
      ${refs(COPIED)}
    )
    select
      ${sweepId}::int, x.number, x.config_id, x.replicate, x.seed, x."resultKey", x.until,
      ${STATE}, coalesce(twin.reused_from, twin.id), ${objectives(layout, metric)},
      ${refs(COPIED, 'twin')}
    from fresh x
    ${twinOf(sweep)}
    returning id, number, config_id, state, reused_from is not null as taken`;
}

/** What waits at a band goes on to the next one, or to its end, as if it were new: what it has is none of the result that comes. */
async function resumeTrials(
  trx: Trx,
  layout: Layout,
  sweep: LockedSweep,
  trials: readonly NewTrial[],
): Promise<{ readonly resumed: readonly Made[]; readonly unlisted: readonly number[] }> {
  const { id: sweepId, metric } = sweep;
  const { waiting } = await one<{ waiting: boolean }>(trx)`
    select exists (select from trial_blocks where sweep_id = ${sweepId} and waiting > 0) as waiting`;
  if (!waiting) return { resumed: [], unlisted: [] };
  const resumed = await all<Made>(trx)`
    with given as (${givenTrials(sweepId, trials)})
    update trial_rows t
    set until = x.until, result_key = x."resultKey", passed = t.attempt, state = ${STATE},
      reused_from = coalesce(twin.reused_from, twin.id), objectives = ${objectives(layout, metric)},
      ${assigned(COPIED, 'twin')}
    from given x
    ${twinOf(sweep)}
    where t.config_id = x.config_id and t.replicate = x.replicate and t.state = 'waiting'
      and t.until is distinct from x.until
    returning t.id, t.number, t.config_id, t.state, t.reused_from is not null as taken`;
  const ids = resumed.map(({ id }) => id);
  const { curveTable } = layoutOf(layout, sweep);
  await sql`delete from ${sql.table(curveTable)} where trial_id = any(${ids}::bigint[])`.execute(trx);
  const files = await all<{ trial_id: number }>(trx)`
    delete from artifacts where trial_id = any(${ids}::bigint[]) returning trial_id`;
  return { resumed, unlisted: [...new Set(files.map(({ trial_id }) => trial_id))] };
}

/** Results of programs are taken over as if they came now, each name to its place in this sweep. */
async function takenOverOf(
  trx: Trx,
  layout: Layout,
  sweep: LockedSweep,
  made: readonly Made[],
): Promise<readonly Made[]> {
  if (!isTakenOver(sweep)) return made;
  const outcomes = await twinOutcomes(
    trx,
    made.map(({ id }) => id),
  );
  if (outcomes.length === 0) return made;
  const ended = new Map((await endTrials(trx, layout, sweep, outcomes)).map((row) => [row.id, row.state]));
  await markTakenOver(trx, [...ended.keys()]);
  return made.map((row) => {
    const state = ended.get(row.id);
    return state === undefined ? row : { ...row, state, taken: true };
  });
}

/** A taken-over result is whole: it stays when the sweep that it came from is removed. */
async function copyCurves(trx: Trx, reused: readonly Pick<Made, 'id'>[]): Promise<void> {
  if (reused.length === 0) return;
  await sql`
    insert into curve_rows (trial_id, numbers, ends)
    select t.id, source.numbers, source.ends
    from trial_rows t
    join lateral (
      select c.*
      from trial_rows twin
      join curve_rows c on c.trial_id = twin.id
      where twin.result_key = t.result_key and twin.state in ('completed', 'pruned', 'diverged') and twin.id <> t.id
      order by twin.id
      limit 1
    ) source on true
    where t.id = any(${reused.map(({ id }) => id)}::bigint[])`.execute(trx);
}
