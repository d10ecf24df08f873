import { sql } from 'kysely';
import type { Db, Trx } from '../db.ts';
import type { Owner, RunningTrial } from '../port.ts';
import { CLAIMED, leaseEnd } from './claim.ts';
import { IN_BLOCK } from './derive.ts';
import { lockOwned } from './fence.ts';

interface Lease {
  readonly trialId: number;
  readonly worker: string | null;
}

/** By trial. Of two that have the same one, either may be noted, but one that has it rather than none. */
export function workersOf(leases: readonly Lease[]): Map<number, string | null> {
  const workers = new Map<number, string | null>();
  for (const { trialId, worker } of leases) workers.set(trialId, worker ?? workers.get(trialId) ?? null);
  return workers;
}

/** Renews the leases of running trials, with who is at work on each. Returns those that are still running. */
export async function renewLeases(
  trx: Trx,
  sweepId: number,
  leases: readonly Lease[],
  owner: Owner,
  leaseMs: number,
): Promise<number[]> {
  await lockOwned(trx, sweepId, owner);
  const workers = workersOf(leases);
  const ids = [...workers.keys()];
  const { rows } = await sql<{ id: number }>`
    update trial_rows t
    set lease_until = ${leaseEnd(leaseMs)}, worker = x.worker
    from unnest(${ids}::bigint[], ${[...workers.values()]}::text[]) as x(id, worker)
    where t.id = any(${ids}::bigint[]) and t.id = x.id and t.state = 'running'
      -- Not to be looked up by.
      and t.sweep_id + 0 = ${sweepId}
    returning t.id`.execute(trx);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** A sweep's running trials by number. They are looked for in the blocks that have any: a long sweep costs no more. */
export async function runningTrials(
  db: Db,
  sweepId: number,
  { expired = false }: { readonly expired?: boolean } = {},
): Promise<RunningTrial[]> {
  const { rows } = await sql<RunningTrial>`
    select ${CLAIMED}, t.worker,
      extract(epoch from t.lease_until - clock_timestamp())::double precision * 1000 as "leaseLeftMs"
    from trial_blocks b
    join trial_rows t
      on t.sweep_id = ${sweepId} and t.state = 'running'
      and ${IN_BLOCK}
    join configs c on c.id = t.config_id
    where b.sweep_id = ${sweepId} and b.running > 0
      and ${expired ? sql`t.lease_until < clock_timestamp()` : sql`true`}
    order by t.number`.execute(db);
  return rows;
}
