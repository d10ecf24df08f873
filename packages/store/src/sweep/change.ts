import { sql } from 'kysely';
import { all, first, type Method, type Trx } from '../db.ts';
import type { RunHolder, Sweep, SweepState } from '../port.ts';
import { leaseEnd } from '../trial/claim.ts';
import { refreshAllBlocks } from '../trial/derive.ts';
import { viewName } from '../views.ts';

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

export const setSweepState: Method<'setSweepState', [Trx]> = async (trx, id, state, reason) => {
  const { numAffectedRows } = await sql`
    update sweep_rows
    set state = ${state}, reason = ${reason ?? null}, finished_at = ${ENDED.includes(state) ? sql`now()` : null}
    where id = ${id} and state = any(${[...FROM[state]]}::text[])`.execute(trx);
  if (numAffectedRows !== 1n) return false;
  if (state === 'cancelled' || state === 'completed') {
    const { numAffectedRows: ended = 0n } = await sql`
      update trial_rows
      set state = 'cancelled', finished_at = now()
      where sweep_id = ${id} and state in ('queued', 'waiting')
        -- Known first, so that the trials of a sweep that came to its end are not looked through.
        and exists (select from trial_blocks b where b.sweep_id = ${id} and b.queued + b.waiting > 0)`.execute(
      trx,
    );
    if (ended > 0n) await refreshAllBlocks(trx, id);
  }
  return true;
};

export const acquireRun: Method<'acquireRun'> = async (db, id, owner, leaseMs) => {
  const { numAffectedRows } = await sql`
    update sweep_rows
    set run_owner = ${owner}, run_until = ${leaseEnd(leaseMs)}
    where id = ${id}
      and (run_owner is null or run_owner = ${owner} or run_until < clock_timestamp())`.execute(db);
  return numAffectedRows === 1n;
};

export const releaseRun: Method<'releaseRun'> = async (db, id, owner) => {
  await sql`
    update sweep_rows
    set run_owner = null, run_until = null
    where id = ${id} and run_owner = ${owner}`.execute(db);
};

export const runHolders: Method<'runHolders'> = async (db) => {
  const rows = await all<RunHolder & { id: number }>(db)`
    select id, run_owner as owner, 1000 * extract(epoch from run_until - clock_timestamp())::float8 as "leaseLeftMs"
    from sweep_rows
    where run_until > clock_timestamp()`;
  return new Map(rows.map(({ id, ...holder }) => [id, holder]));
};

/** Removes a sweep with all its trials. Trials of others that took results over have copies of their own. */
export const removeSweep: Method<'removeSweep', [Trx]> = async (trx, id) => {
  const sweep = await first<Pick<Sweep, 'slug'>>(trx)`
    select slug from sweep_rows where id = ${id} for update`;
  if (!sweep) return;
  await sql`drop view if exists ${sql.table(viewName(sweep.slug))}`.execute(trx);
  const trials = sql`select id from trial_rows where sweep_id = ${id}`;
  await sql`delete from result_conflicts where trial_id in (${trials})`.execute(trx);
  await sql`delete from curve_rows where trial_id in (${trials})`.execute(trx);
  for (const table of ['own_curve_rows', 'trial_notes', 'trial_reports', 'artifacts']) {
    await sql`delete from ${sql.table(table)} where trial_id in (${trials})`.execute(trx);
  }
  await sql`delete from predictions where trial_id in (${trials})`.execute(trx);
  await sql`delete from trial_rows where sweep_id = ${id}`.execute(trx);
  // Its configs, blocks and environments go with it.
  await sql`delete from sweep_rows where id = ${id}`.execute(trx);
};
