import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Death, Owner } from '../port.ts';
import { type LoggedDeath, loggedReason, tellDeaths } from './deaths.ts';
import { refreshBlocks, refreshConfigs } from './derive.ts';
import { lockOwned } from './fence.ts';

/** Puts running trials back in the queue; in a cancelled sweep they end with it. Returns how many it moved. */
export async function requeue(
  trx: Trx,
  sweepId: number,
  trialIds: readonly number[] | null,
  owner: Owner,
  death?: Death,
): Promise<number> {
  const sweep = await lockOwned(trx, sweepId, owner);
  const cancelled = sweep.state === 'cancelled';
  const { rows } = await sql<{ number: number }>`
    update trial_rows t
    set state = ${cancelled ? 'cancelled' : 'queued'}, claim = null, lease_until = null, worker = null,
      started_at = null, finished_at = ${cancelled ? sql`now()` : sql`null`}
      ${death ? sql`, ${charge(death)}` : sql``}
    where sweep_id = ${sweepId} and state = 'running'
      and ${trialIds ? sql`id = any(${[...trialIds]}::bigint[])` : sql`true`}
    returning number`.execute(trx);
  await refreshBlocks(trx, sweepId, rows);
  return rows.length;
}

interface Quarantined {
  readonly id: number;
  readonly number: number;
  readonly config_id: number;
  readonly death_log: readonly LoggedDeath[];
}

/** Ends running trials with this death as their last one; their error tells all of them. Returns how many. */
export async function quarantine(
  trx: Trx,
  layout: Layout,
  sweepId: number,
  trialIds: readonly number[],
  owner: Owner,
  death: Death,
): Promise<number> {
  const sweep = await lockOwned(trx, sweepId, owner);
  const { rows } = await sql<Quarantined>`
    update trial_rows t
    set state = 'quarantined', claim = null, lease_until = null, worker = ${workerOf(death)},
      finished_at = now(), ${charge(death)}
    where id = any(${[...trialIds]}::bigint[]) and sweep_id = ${sweepId} and state = 'running'
    returning id, number, config_id, death_log`.execute(trx);
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
}

/** Who died: as told, or else who was noted with the lease. */
const workerOf = ({ worker }: Death): RawBuilder<string | null> => sql`coalesce(${worker}::text, t.worker)`;

const charge = (death: Death): RawBuilder<unknown> => sql`
  deaths = t.deaths + 1,
  death_log = coalesce(t.death_log, '[]'::jsonb) || jsonb_build_array(jsonb_build_object(
    'at', now(), 'worker', ${workerOf(death)}, 'reason', ${loggedReason(death.reason)}::text
  ))`;
