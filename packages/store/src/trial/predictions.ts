import { sql } from 'kysely';
import { type Db, first, type Method, type Trx } from '../db.ts';

export const MOST_BYTES = 64 * 1024 * 1024;

export const keepPredictions: Method<'keepPredictions', [Trx]> = async (
  trx,
  trialId,
  bytes,
  { mostBytes = MOST_BYTES } = {},
) => {
  if (bytes.byteLength > mostBytes) return;
  await sql`
    insert into predictions (trial_id, bytes)
    select id, ${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)}::bytea
    from trial_rows
    where id = ${trialId}
    on conflict (trial_id) do update set bytes = excluded.bytes, asked_at = clock_timestamp()`.execute(trx);
  await sql`
    delete from predictions
    where trial_id in (
      select trial_id
      from (
        select trial_id, sum(octet_length(bytes)) over (order by asked_at desc, trial_id desc) as so_far
        from predictions
      ) newest_first
      where so_far > ${mostBytes}
    )`.execute(trx);
};

export const predictionsAsked: Method<'predictionsAsked'> = async (db, trialId) => {
  await sql`update predictions set asked_at = clock_timestamp() where trial_id = ${trialId}`.execute(db);
};

/** A copy of a row's bytes: those of the driver lie in a larger buffer. */
export const keptPredictions: Method<'keptPredictions'> = async (db: Db, trialId) => {
  const row = await first<{ bytes: Buffer }>(db)`select bytes from predictions where trial_id = ${trialId}`;
  return row ? Uint8Array.from(row.bytes) : null;
};
