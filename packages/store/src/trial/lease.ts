import { sql } from 'kysely';
import { all, type Method, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { RunningTrial, TrialLedger } from '../port.ts';
import { CLAIMED, leaseEnd } from './claim.ts';
import { trialsOfBlock } from './derive.ts';
import { lockOwned } from './fence.ts';

type Leases = Parameters<TrialLedger['renewLeases']>[1];

/** By trial. Of two that have the same one, either may be noted, but one that has it rather than none. */
export function workersOf(leases: Leases): Map<number, string | null> {
  const workers = new Map<number, string | null>();
  for (const { trialId, worker } of leases) workers.set(trialId, worker ?? workers.get(trialId) ?? null);
  return workers;
}

export const renewLeases: Method<'renewLeases', [Trx]> = async (trx, sweepId, leases, owner, leaseMs) => {
  await lockOwned(trx, sweepId, owner);
  const workers = workersOf(leases);
  const ids = [...workers.keys()];
  const rows = await all<{ id: number }>(trx)`
    update trial_rows t
    set lease_until = ${leaseEnd(leaseMs)}, worker = x.worker
    from unnest(${ids}::bigint[], ${[...workers.values()]}::text[]) as x(id, worker)
    where t.id = any(${ids}::bigint[]) and t.id = x.id and t.state = 'running'
      and ${inSweep('t', sweepId)}
    returning t.id`;
  return rows.map(({ id }) => id).sort((a, b) => a - b);
};

/** A sweep's running trials by number. They are looked for in the blocks that have any: a long sweep costs no more. */
export const runningTrials: Method<'runningTrials'> = (db, sweepId, options) => all<RunningTrial>(db)`
  select ${CLAIMED}, t.worker,
    extract(epoch from t.lease_until - clock_timestamp())::double precision * 1000 as "leaseLeftMs"
  from trial_blocks b
  cross join lateral (${trialsOfBlock(sql`${sweepId}::int`)}) t
  join configs c on c.id = t.config_id
  where b.sweep_id = ${sweepId} and b.running > 0 and t.state = 'running'
    and ${options?.expired ? sql`t.lease_until < clock_timestamp()` : sql`true`}
  order by t.number`;
