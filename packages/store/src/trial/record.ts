import { sql } from 'kysely';
import { all, assigned, type Method, type Trx } from '../db.ts';
import { type Layout, objectivesOf } from '../measures.ts';
import { grownLayout } from '../own/grow.ts';
import { keepNotes } from '../own/notes.ts';
import type { TrialOutcome, TrialState } from '../port.ts';
import { dropReports } from './asked.ts';
import { keepConflicts } from './conflict.ts';
import { insertCurves } from './curves.ts';
import { refreshBlocks, refreshConfigs, type TrialRow } from './derive.ts';
import { LOCKED, type LockedSweep } from './fence.ts';
import { oneEach } from './one-each.ts';
import { FACTS_TYPE, outcomeFacts, outcomeRow, setBy } from './outcome-row.ts';
import { besideTwins, isTakenOver } from './own-twins.ts';

/**
 * Ends trials, with their curves; what has reached a band waits there. A result is accepted while its trial has not ended, even from an earlier attempt
 * (it would be the same); a failure counts for the attempt that runs only. `again`, after a broken connection, what
 * this call had ended before is among what it ended.
 */
export const record: Method<'record', [Trx, Layout, boolean]> = async (trx, layout, again, outcomes) => {
  if (outcomes.length === 0) return { ended: [], waiting: [], conflicts: [] };
  const first = oneEach(outcomes);
  const sweeps = await lockSweepsOf(trx, [...first.keys()]);
  const before = again ? await endedBefore(trx, [...first.values()]) : [];
  const rows: Ended[] = [];
  const besides: TrialOutcome[] = [];
  for (const sweep of sweeps) {
    const own = sweep.trial_ids.map((id) => first.get(id)!);
    const endedHere = await endTrials(trx, layout, sweep, own);
    rows.push(...endedHere);
    if (isTakenOver(sweep)) besides.push(...(await besideTwins(trx, own, idsOf(endedHere))));
  }
  const endedNow = new Set(rows.map(({ id }) => id));
  const late = outcomes.filter(
    (outcome) => !(endedNow.has(outcome.trialId) && first.get(outcome.trialId) === outcome),
  );
  return {
    ended: idsOf([...before, ...rows]),
    waiting: idsOf([...before, ...rows].filter(({ state }) => state === 'waiting')),
    conflicts: await keepConflicts(trx, layout, [...late, ...besides]),
  };
};

export type Ended = Pick<TrialRow, 'id'> & { readonly state: TrialState };

const idsOf = (rows: readonly Ended[]) => rows.map(({ id }) => id).sort((a, b) => a - b);

interface SweepOfTrials extends LockedSweep {
  readonly trial_ids: readonly number[];
}

/** Locks the sweeps of these trials in the order of their ids, and tells which trials are whose. */
async function lockSweepsOf(trx: Trx, trialIds: readonly number[]): Promise<SweepOfTrials[]> {
  const owners = await all<{ sweep_id: number; trial_ids: number[] }>(trx)`
    select sweep_id, json_agg(id) as trial_ids
    from trial_rows
    where id = any(${[...trialIds]}::bigint[])
    group by sweep_id`;
  const trialsOf = new Map(owners.map((row) => [row.sweep_id, row.trial_ids]));
  const sweeps = await all<LockedSweep>(trx)`
    select ${LOCKED}
    from sweep_rows
    where id = any(${[...trialsOf.keys()]}::int[])
    order by id
    for update`;
  return sweeps.map((sweep) => ({ ...sweep, trial_ids: trialsOf.get(sweep.id)! }));
}

/** Of one sweep. Returns those that it ended. */
export async function endTrials(
  trx: Trx,
  catalogue: Layout,
  sweep: LockedSweep,
  outcomes: readonly TrialOutcome[],
): Promise<Ended[]> {
  const layout = await grownLayout(trx, catalogue, sweep, outcomes);
  const { columns, type } = setBy(layout);
  const given = outcomes.map((outcome) => outcomeRow(layout, outcome));
  // How long a program's run is, it alone knows: one that ended before its band is whole.
  const waits = sql`(t.until is not null and x.state = 'completed'${layout.isOwn ? sql` and x.cut` : sql``})`;
  // The ids once more, as an array, make for a look-up by them whatever the planner knows of the table.
  const rows = await all<TrialRow & Ended>(trx)`
    update trial_rows t
    set finished_at = now(), claim = null, lease_until = null, 
      objectives = case when not ${waits} then ${objectivesOf(layout, 'x', sweep.metric)} end,
      state = case when ${waits} then 'waiting' else x.state end,
      ${assigned(columns, 'x')}
    from json_to_recordset(${JSON.stringify(given)}::json) as x(${sql.raw(type)})
    where t.id = any(${outcomes.map(({ trialId }) => trialId)}::bigint[]) and t.id = x.id and (
      (t.state = 'running' and t.attempt = x.attempt)
      or (t.state in ('queued', 'running') and x.state in ('completed', 'diverged') and x.attempt > t.passed)
    )
    returning t.id, t.number, t.config_id, t.state`;
  const ended = new Set(rows.map((row) => row.id));
  const endedNow = outcomes.filter(({ trialId }) => ended.has(trialId));
  await insertCurves(trx, layout, endedNow);
  await keepNotes(trx, sweep.id, endedNow);
  if (layout.isOwn) await dropReports(trx, [...ended]);
  await refreshConfigs(trx, layout, sweep, rows);
  await refreshBlocks(trx, sweep.id, rows);
  return rows;
}

async function endedBefore(trx: Trx, outcomes: readonly TrialOutcome[]): Promise<Ended[]> {
  const rows = outcomes.map(outcomeFacts);
  return all<Ended>(trx)`
    select t.id, t.state
    from trial_rows t
    join json_to_recordset(${JSON.stringify(rows)}::json) as x(${sql.raw(FACTS_TYPE)})
      on t.id = x.id and (t.state = x.state or (t.state = 'waiting' and x.state = 'completed')) and t.worker = x.worker and t.started_at = x.started_at
      and (t.attempt = x.attempt or x.state <> 'failed')`;
}
