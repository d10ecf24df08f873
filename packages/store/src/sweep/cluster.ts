import type { Kysely, Transaction } from 'kysely';
import type { Sweep } from '../port.ts';
import type { Database } from '../schema.ts';
import { setSweepState } from './change.ts';
import { sweepById, sweepOf } from './read.ts';

/** Hands a sweep to the cluster; one that is over for good stays as it is. Returns the sweep as it then is. */
export async function submitSweep(trx: Transaction<Database>, id: number): Promise<Sweep> {
  await setSweepState(trx, id, 'running', null);
  await trx
    .updateTable('sweep_rows')
    .set({ on_cluster: true })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
  return sweepById(trx, id);
}

/** Sweeps of the cluster that are to run, the oldest first. */
export async function clusterSweeps(db: Kysely<Database>): Promise<Sweep[]> {
  const rows = await db
    .selectFrom('sweep_rows')
    .selectAll()
    .where('on_cluster', '=', true)
    .where('state', '=', 'running')
    .orderBy('id')
    .execute();
  return rows.map(sweepOf);
}
