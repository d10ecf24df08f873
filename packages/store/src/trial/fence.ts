import { sql } from 'kysely';
import type { Trx } from '../db.ts';
import { TakenOver } from '../error.ts';
import type { Owner } from '../port.ts';

export interface LockedSweep {
  readonly id: number;
  readonly state: string;
  readonly metric: string;
  readonly goal: string;
}

/**
 * Locks a sweep for its coordinator's writes. A lease that ran out is fine as long as nobody took it: whoever wants to
 * has to wait for this lock. Throws TakenOver for all but the holder of the run lease.
 */
export async function lockOwned(trx: Trx, sweepId: number, owner: Owner): Promise<LockedSweep> {
  const { rows } = await sql<LockedSweep & { slug: string; run_owner: string | null }>`
    select id, slug, state, metric, goal, run_owner
    from sweep_rows
    where id = ${sweepId}
    for update`.execute(trx);
  const sweep = rows[0];
  if (sweep?.run_owner === owner) return sweep;
  throw takenOver(sweepId, sweep);
}

export function takenOver(
  sweepId: number,
  sweep: { readonly slug: string; readonly run_owner: string | null } | undefined,
): TakenOver {
  return new TakenOver(
    sweep === undefined
      ? `The sweep with the id ${sweepId} was removed while this process ran it.`
      : sweep.run_owner === null
        ? `This process no longer runs the sweep '${sweep.slug}': it has given its lease back.`
        : `Another process took the sweep '${sweep.slug}' over, because this one had not been heard of for too long.`,
  );
}
