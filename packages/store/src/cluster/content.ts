import { createHash } from 'node:crypto';
import { LatentsweepError } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, type Method } from '../db.ts';

/** What one statement carries. */
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Keeps bytes under their SHA-256, part by part, each in a statement of its own: no transaction is long, and what was
 * cut off goes on where it ended. Throws LatentsweepError `wrong_content`.
 */
export const putContent: Method<'putContent'> = async (db, sha256, bytes) => {
  checkContent(sha256, bytes);
  const parts = await all<{ part: number }>(db)`
    select part from contents where sha256 = ${sha256}`;
  const kept = new Set(parts.map(({ part }) => part));
  for (let part = 0; part === 0 || part * PART_BYTES < bytes.length; part++) {
    if (kept.has(part)) continue;
    const chunk = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    await sql`
      insert into contents (sha256, part, size, bytes)
      values (${sha256}, ${part}, ${bytes.length}, ${chunk})
      on conflict (sha256, part) do nothing`.execute(db);
  }
};

/** Null where it is not there, or not all of it. Throws LatentsweepError `wrong_content`. */
export const getContent: Method<'getContent'> = async (db, sha256) => {
  let whole: Uint8Array | null = null;
  let read = 0;
  for (let part = 0; part === 0 || (whole && read < whole.length); part++) {
    const row = await first<{ size: number; bytes: Buffer }>(db)`
      select size, bytes from contents where sha256 = ${sha256} and part = ${part}`;
    if (!row) return null;
    whole ??= new Uint8Array(row.size);
    if (read + row.bytes.length > whole.length) throw wrongContent(sha256, 'kept in the store');
    whole.set(row.bytes, read);
    read += row.bytes.length;
  }
  if (whole && hashOf(whole) !== sha256) throw wrongContent(sha256, 'kept in the store');
  return whole;
};

/** Removes bytes that no sweep names. Sweeps are made before their bytes are put; until then none may be made. */
export async function removeUnusedContents(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`lock table sweep_rows in share row exclusive mode`.execute(trx);
    await sql`
      delete from contents c
      where not exists (select from sweep_rows s where s.dataset_spec ->> 'content' = c.sha256)`.execute(trx);
  });
}

/** Throws LatentsweepError `wrong_content` where the name of given bytes is not theirs. */
export function checkContent(sha256: string, bytes: Uint8Array): void {
  if (hashOf(bytes) !== sha256) throw wrongContent(sha256, 'given');
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function wrongContent(sha256: string, where: string): LatentsweepError {
  return new LatentsweepError(
    'wrong_content',
    `The bytes of the data set ${where} do not have the SHA-256 ${sha256} that names them.`,
    'Submit the sweep again from the file; if it happens again, check the disks.',
  );
}
