import { sql } from 'kysely';
import { first, type Trx } from '../db.ts';
import { TakenOver } from '../error.ts';
import type { Constraint, Owner, StoredObjective, Sweep } from '../port.ts';

export type LockedSweep = Pick<Sweep, 'id' | 'state' | 'metric' | 'goal' | 'ownMeasures'> & {
  readonly constraints: readonly Constraint[] | null;
  readonly metrics: readonly StoredObjective[] | null;
  /** Equal trials have equal results, in any sweep. */
  readonly exact: boolean;
};

/** A LockedSweep, out of `sweep_rows`. */
export const LOCKED = sql.raw(`
  id, state, metric, goal, own_measures as "ownMeasures", definition -> 'constraints' as constraints,
  definition -> 'metrics' as metrics, exact`);

/**
 * Locks a sweep for its coordinator's writes. A lease that ran out is fine as long as nobody took it: whoever wants to
 * has to wait for this lock. Throws TakenOver for all but the holder of the run lease.
 */
export async function lockOwned(trx: Trx, sweepId: number, owner: Owner): Promise<LockedSweep> {
  const sweep = await first<LockedSweep & Owned>(trx)`
    select ${LOCKED}, slug, run_owner
    from sweep_rows
    where id = ${sweepId}
    for update`;
  if (sweep?.run_owner === owner) return sweep;
  throw takenOver(sweepId, sweep);
}

type Owned = Pick<Sweep, 'slug'> & { readonly run_owner: Owner | null };

export function takenOver(sweepId: number, sweep: Owned | undefined): TakenOver {
  return new TakenOver(
    sweep === undefined
      ? `The sweep with the id ${sweepId} was removed while this process ran it.`
      : sweep.run_owner === null
        ? `This process no longer runs the sweep '${sweep.slug}': it has given its lease back.`
        : `Another process took the sweep '${sweep.slug}' over, because this one had not been heard of for too long.`,
  );
}
