import { sql } from 'kysely';
import type { Db, Trx } from '../db.ts';
import type { Sweep } from '../port.ts';
import { setSweepState } from './change.ts';
import { SWEEP, sweepById } from './read.ts';

/** Hands a sweep to the cluster; one that is over for good stays as it is. Returns the sweep as it then is. */
export async function submitSweep(trx: Trx, id: number): Promise<Sweep> {
  await setSweepState(trx, id, 'running');
  await sql`update sweep_rows set on_cluster = true where id = ${id} and state = 'running'`.execute(trx);
  return sweepById(trx, id);
}

/** Sweeps of the cluster that are to run, the oldest first. */
export async function clusterSweeps(db: Db): Promise<Sweep[]> {
  const { rows } = await sql<Sweep>`
    select ${SWEEP} from sweep_rows s where s.on_cluster and s.state = 'running' order by s.id`.execute(db);
  return rows;
}
