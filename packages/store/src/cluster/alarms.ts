import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { Alarms } from '../port.ts';

/** How many bad messages are kept, and how many alarms of a kind are told. */
export const MOST = 1000;
const LONGEST_TEXT = 10_000;

/** Keeps a message that could not be read, and of all the newest ones. */
export async function keepBadMessage(
  db: Db,
  { kind, reason, text }: { readonly kind: string; readonly reason: string; readonly text: string },
): Promise<void> {
  await sql`
    with kept as (
      insert into bad_messages (kind, reason, text)
      values (${clean(kind)}, ${clean(reason)}, ${clean(text)})
    )
    -- It does not see the new one.
    delete from bad_messages
    where id <= (select id from bad_messages order by id desc offset ${MOST - 1} limit 1)`.execute(db);
}

export const clean = (text: string) =>
  text.replaceAll('\0', '').toWellFormed().slice(0, LONGEST_TEXT).toWellFormed();

/** The newest first. */
export async function alarms(db: Db): Promise<Alarms> {
  const conflicts = await sql<Alarms['conflicts'][number]>`
    select trial_id as "trialId", worker, at
    from result_conflicts
    order by id desc
    limit ${MOST}`.execute(db);
  const badMessages = await sql<Alarms['badMessages'][number]>`
    select kind, reason, text, at
    from bad_messages
    order by id desc
    limit ${MOST}`.execute(db);
  return { conflicts: conflicts.rows, badMessages: badMessages.rows };
}
