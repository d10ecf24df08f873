import type { PGlite } from '@electric-sql/pglite';

/** Bytes of log after which a checkpoint is due: it bounds the disk space and the time of a recovery. */
const CHECKPOINT_BYTES = 128 * 1024 * 1024;

/**
 * What a server's background processes do, and a lone backend leaves undone: checkpoints (or the write-ahead log
 * grows for ever) and vacuum with analyze (or the planner knows nothing). Its statistics of changes stay empty, so
 * a table is due when its file has grown by a quarter. At most one table a call: clients wait meanwhile.
 */
export async function keepHouse(database: PGlite, checkpointBytes = CHECKPOINT_BYTES): Promise<void> {
  const log = await database.query<{ due: boolean }>(
    `select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) > $1 as due from pg_control_checkpoint()`,
    [checkpointBytes],
  );
  if (log.rows[0]?.due) await database.exec('checkpoint');
  const grown = await database.query<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and pg_relation_size(c.oid) / 8192 > 10 + 1.25 * c.relpages
     order by c.relpages
     limit 1`,
  );
  for (const { name } of grown.rows) await database.exec(`vacuum (analyze) ${name}`);
}
