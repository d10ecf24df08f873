import { sql } from 'kysely';
import { all, type Method, type Trx } from '../db.ts';
import type { Sweep } from '../port.ts';
import { setSweepState } from './change.ts';
import { SWEEP, sweepById } from './read.ts';

export const submitSweep: Method<'submitSweep', [Trx]> = async (trx, id) => {
  await setSweepState(trx, id, 'running');
  await sql`update sweep_rows set on_cluster = true where id = ${id} and state = 'running'`.execute(trx);
  return sweepById(trx, id);
};

/** Sweeps of the cluster that are to run, the oldest first. */
export const clusterSweeps: Method<'clusterSweeps'> = (db) => all<Sweep>(db)`
  select ${SWEEP} from sweep_rows s where s.on_cluster and s.state = 'running' order by s.id`;
