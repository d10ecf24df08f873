import { sql } from 'kysely';
import type { Db, Trx } from '../db.ts';
import type { RunHolder, Sweep, SweepState } from '../port.ts';
import { leaseEnd } from '../trial/claim.ts';
import { refreshAllBlocks } from '../trial/derive.ts';
import { viewName } from '../views.ts';
import { sweepById } from './read.ts';

/**
 * From which states a sweep may move to each. A completed or failed sweep may run again (more to do, or another
 * try); a cancelled one is over, as its trials have ended.
 */
export const FROM: Readonly<Record<SweepState, readonly SweepState[]>> = {
  running: ['paused', 'failed', 'completed'],
  paused: ['running'],
  completed: ['running'],
  cancelled: ['running', 'paused', 'failed'],
  failed: ['running'],
};

export const ENDED: readonly SweepState[] = ['completed', 'cancelled', 'failed'];

/** Moves a sweep where that is legal; cancelling ends its queued trials too. */
export async function setSweepState(
  trx: Trx,
  id: number,
  state: SweepState,
  reason: string | null = null,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sweep_rows
    set state = ${state}, reason = ${reason}, finished_at = ${ENDED.includes(state) ? sql`now()` : null}
    where id = ${id} and state = any(${[...FROM[state]]}::text[])`.execute(trx);
  if (numAffectedRows !== 1n) return false;
  if (state === 'cancelled') {
    await sql`
      update trial_rows
      set state = 'cancelled', finished_at = now()
      where sweep_id = ${id} and state = 'queued'`.execute(trx);
    await refreshAllBlocks(trx, id);
  }
  return true;
}

/** Hands a sweep to the cluster; one that is over for good stays as it is. Returns the sweep as it then is. */
export async function submitSweep(trx: Trx, id: number): Promise<Sweep> {
  await setSweepState(trx, id, 'running');
  await sql`update sweep_rows set on_cluster = true where id = ${id} and state = 'running'`.execute(trx);
  return sweepById(trx, id);
}

/** Makes `owner` the one coordinator for `leaseMs` from now, or renews; false while another one's lease lasts. */
export async function acquireRun(db: Db, id: number, owner: string, leaseMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sweep_rows
    set run_owner = ${owner}, run_until = ${leaseEnd(leaseMs)}
    where id = ${id}
      and (run_owner is null or run_owner = ${owner} or run_until < clock_timestamp())`.execute(db);
  return numAffectedRows === 1n;
}

export async function releaseRun(db: Db, id: number, owner: string): Promise<void> {
  await sql`
    update sweep_rows
    set run_owner = null, run_until = null
    where id = ${id} and run_owner = ${owner}`.execute(db);
}

export async function runHolders(db: Db): Promise<Map<number, RunHolder>> {
  const { rows } = await sql<{ id: number; owner: string; left_ms: number }>`
    select id, run_owner as owner, 1000 * extract(epoch from run_until - clock_timestamp())::float8 as left_ms
    from sweep_rows
    where run_until > clock_timestamp()`.execute(db);
  return new Map(rows.map(({ id, owner, left_ms: leaseLeftMs }) => [id, { owner, leaseLeftMs }]));
}

/** Removes a sweep with all its trials. Trials of others that took results over have copies of their own. */
export async function removeSweep(trx: Trx, id: number): Promise<void> {
  const { rows } = await sql<Pick<Sweep, 'slug'>>`
    select slug from sweep_rows where id = ${id} for update`.execute(trx);
  const sweep = rows[0];
  if (!sweep) return;
  await sql`drop view if exists ${sql.table(viewName(sweep.slug))}`.execute(trx);
  await sql`
    delete from result_conflicts c using trial_rows t where t.id = c.trial_id and t.sweep_id = ${id}`.execute(
    trx,
  );
  await sql`
    delete from curve_rows c using trial_rows t where t.id = c.trial_id and t.sweep_id = ${id}`.execute(trx);
  await sql`delete from trial_rows where sweep_id = ${id}`.execute(trx);
  await sql`delete from configs where sweep_id = ${id}`.execute(trx);
  await sql`delete from sweep_rows where id = ${id}`.execute(trx);
}
