import { type Kysely, sql, type Transaction } from 'kysely';
import type { RunHolder, SweepState } from '../port.ts';
import type { Database } from '../schema.ts';
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

/** Moves a sweep where that is legal; cancelling ends its queued trials too. */
export async function setSweepState(
  trx: Transaction<Database>,
  id: number,
  state: SweepState,
  reason: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('sweep_rows')
    .set({ state, reason, finished_at: ENDED.includes(state) ? sql<Date>`now()` : null })
    .where('id', '=', id)
    .where('state', 'in', FROM[state])
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  if (state === 'cancelled') {
    await sql`
      update trial_rows
      set state = 'cancelled', finished_at = now()
      where sweep_id = ${id} and state = 'queued'`.execute(trx);
    await refreshAllBlocks(trx, id);
  }
  return true;
}

/** Makes `owner` the one coordinator for `leaseMs` from now, or renews; false while another one's lease lasts. */
export async function acquireRun(
  db: Kysely<Database>,
  id: number,
  owner: string,
  leaseMs: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update sweep_rows
    set run_owner = ${owner}, run_until = ${leaseEnd(leaseMs)}
    where id = ${id}
      and (run_owner is null or run_owner = ${owner} or run_until < clock_timestamp())`.execute(db);
  return numAffectedRows === 1n;
}

export async function releaseRun(db: Kysely<Database>, id: number, owner: string): Promise<void> {
  await db
    .updateTable('sweep_rows')
    .set({ run_owner: null, run_until: null })
    .where('id', '=', id)
    .where('run_owner', '=', owner)
    .execute();
}

export async function runHolders(db: Kysely<Database>): Promise<Map<number, RunHolder>> {
  const { rows } = await sql<{ id: number; owner: string; left_ms: number }>`
    select id, run_owner as owner, 1000 * extract(epoch from run_until - clock_timestamp())::float8 as left_ms
    from sweep_rows
    where run_until > clock_timestamp()`.execute(db);
  return new Map(rows.map(({ id, owner, left_ms: leaseLeftMs }) => [id, { owner, leaseLeftMs }]));
}

/** Removes a sweep with all its trials. Trials of others that took results over have copies of their own. */
export async function removeSweep(trx: Transaction<Database>, id: number): Promise<void> {
  const sweep = await trx
    .selectFrom('sweep_rows')
    .select('slug')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
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
  await trx.deleteFrom('sweep_rows').where('id', '=', id).execute();
}
