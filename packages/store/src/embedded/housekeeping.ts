import type { PGlite } from '@electric-sql/pglite';

/** Bytes of log after which a checkpoint is due: it bounds the disk space and the time of a recovery. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;

/**
 * What a server's background processes do, and a lone backend leaves undone: checkpoints (or the write-ahead log
 * grows for ever) and vacuum with analyze (or the planner knows nothing). At most one table a call, so that clients
 * do not wait long. The thresholds are autovacuum's.
 */
export async function keepHouse(database: PGlite): Promise<void> {
  const log = await database.query<{ due: boolean }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1 as due from pg_control_checkpoint()`,
    [CHECKPOINT_BYTES],
  );
  if (log.rows[0]?.due) await database.exec('checkpoint');
  const worn = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, relname) as name
     from pg_stat_user_tables
     where n_mod_since_analyze > 500 + 0.1 * n_live_tup
        or n_dead_tup > 1000 + 0.2 * n_live_tup
     order by n_mod_since_analyze + n_dead_tup
     limit 1`,
  );
  for (const { name } of worn.rows) await database.exec(`vacuum (analyze) ${name}`);
}
