import { sql } from 'kysely';
import { all, type Method } from '../db.ts';
import type { KeptFiles } from '../port.ts';

/** The last sweep that this store made: its number is not given again where the sweep is removed. */
const LAST_SWEEP = sql`coalesce(pg_sequence_last_value(pg_get_serial_sequence('sweep_rows', 'id')), 0)`;

export const needlessFiles: Method<'needlessFiles'> = async (db, { artifacts, checkpoints }) => {
  const sweeps = await all<{ id: number }>(db)`
    select x.id
    from unnest(${[...artifacts]}::bigint[]) as x (id)
    where x.id <= ${LAST_SWEEP} and not exists (select from sweep_rows s where s.id = x.id)`;
  const trials = await all<KeptFiles['checkpoints'][number]>(db)`
    select x.sweep as "sweepId", x.trial as "trialId"
    from unnest(
      ${checkpoints.map(({ sweepId }) => sweepId)}::bigint[],
      ${checkpoints.map(({ trialId }) => trialId)}::bigint[]
    ) as x (sweep, trial)
    where x.sweep <= ${LAST_SWEEP} and not exists (
      select from trial_rows t
      where t.id = x.trial and t.sweep_id = x.sweep and t.state in ('queued', 'running', 'waiting')
    )`;
  return { artifacts: sweeps.map(({ id }) => id), checkpoints: trials };
};
