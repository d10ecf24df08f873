import { sql } from 'kysely';
import { all, type Method } from '../db.ts';
import type { Alarms } from '../port.ts';
import { storable } from '../storable.ts';

/** How many bad messages are kept, and how many alarms of a kind are told. */
export const MOST = 1000;
const LONGEST_TEXT = 10_000;

/** Keeps a message that could not be read, and of all the newest ones. */
export const keepBadMessage: Method<'keepBadMessage'> = async (db, { kind, reason, text }) => {
  await sql`
    with kept as (
      insert into bad_messages (kind, reason, text)
      values (${clean(kind)}, ${clean(reason)}, ${clean(text)})
    )
    -- It does not see the new one.
    delete from bad_messages
    where id <= (select id from bad_messages order by id desc offset ${MOST - 1} limit 1)`.execute(db);
};

export const clean = (text: string) => storable(text, LONGEST_TEXT);

/** The newest first. */
export const alarms: Method<'alarms'> = async (db) => ({
  conflicts: await all<Alarms['conflicts'][number]>(db)`
    select k.trial_id as "trialId", k.worker, k.at, k.outcome -> 'ran' as ran, s.engine, t.worker as "firstWorker",
      (select first.ran from trial_runs first where first.trial_id = t.id) as "firstRan"
    from result_conflicts k
    join trial_rows t on t.id = k.trial_id
    join sweep_rows s on s.id = t.sweep_id
    order by k.id desc
    limit ${MOST}`,
  badMessages: await all<Alarms['badMessages'][number]>(db)`
    select kind, reason, text, at
    from bad_messages
    order by id desc
    limit ${MOST}`,
});
