import { type RawBuilder, sql } from 'kysely';
import { all, type Method, type Trx } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Death } from '../port.ts';
import { type LoggedDeath, loggedReason, tellDeaths } from './deaths.ts';
import { refreshBlocks, refreshConfigs, type TrialRow } from './derive.ts';
import { lockOwned } from './fence.ts';

export const requeue: Method<'requeue', [Trx]> = async (trx, sweepId, trialIds, owner, death) => {
  const sweep = await lockOwned(trx, sweepId, owner);
  const cancelled = sweep.state === 'cancelled';
  const rows = await all<{ number: number }>(trx)`
    update trial_rows t
    set state = ${cancelled ? 'cancelled' : 'queued'}, claim = null, lease_until = null, worker = null,
      started_at = null, finished_at = ${cancelled ? sql`now()` : sql`null`}
      ${death ? sql`, ${charge(death)}` : sql``}
    where sweep_id = ${sweepId} and state = 'running'
      and ${trialIds ? sql`id = any(${[...trialIds]}::bigint[])` : sql`true`}
    returning number`;
  await refreshBlocks(trx, sweepId, rows);
  return rows.length;
};

type Quarantined = TrialRow & { readonly death_log: readonly LoggedDeath[] };

export const quarantine: Method<'quarantine', [Trx, Layout]> = async (
  trx,
  layout,
  sweepId,
  trialIds,
  owner,
  death,
) => {
  const sweep = await lockOwned(trx, sweepId, owner);
  const rows = await all<Quarantined>(trx)`
    update trial_rows t
    set state = 'quarantined', claim = null, lease_until = null, worker = ${workerOf(death)},
      finished_at = now(), ${charge(death)}
    where id = any(${[...trialIds]}::bigint[]) and sweep_id = ${sweepId} and state = 'running'
    returning id, number, config_id, death_log`;
  if (rows.length === 0) return 0;
  await sql`
    update trial_rows t
    set error = x.error
    from unnest(
      ${rows.map((row) => row.id)}::bigint[],
      ${rows.map((row) => tellDeaths(row.death_log))}::text[]
    ) as x(id, error)
    where t.id = x.id`.execute(trx);
  await refreshConfigs(trx, layout, sweep, rows);
  await refreshBlocks(trx, sweepId, rows);
  return rows.length;
};

/** Who died: as told, or else who was noted with the lease. */
const workerOf = ({ worker }: Death): RawBuilder<string | null> => sql`coalesce(${worker}::text, t.worker)`;

const charge = (death: Death): RawBuilder<unknown> => sql`
  deaths = t.deaths + 1,
  death_log = coalesce(t.death_log, '[]'::jsonb) || jsonb_build_array(jsonb_build_object(
    'at', now(), 'worker', ${workerOf(death)}, 'reason', ${loggedReason(death.reason)}::text
  ))`;
