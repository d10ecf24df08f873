import { sql } from 'kysely';
import { all, type Method } from '../db.ts';
import type { BusTrouble } from '../port.ts';
import { storable } from '../storable.ts';

/** After which what nobody repeats is no longer true. */
export const SAID_WITHIN_MS = 15_000;

/** Stamps the reasons as said now; those that are not among them are over. */
export const saveTroubles: Method<'saveTroubles'> = async (db, reasons) => {
  const said = [...new Set(reasons.map((reason) => storable(reason)))];
  await sql`
    with over as (
      delete from bus_troubles where reason <> all(${said}::text[])
    )
    insert into bus_troubles (reason, since, last_said)
    select reason, clock_timestamp(), clock_timestamp()
    from unnest(${said}::text[]) as x(reason)
    on conflict (reason) do update set last_said = excluded.last_said`.execute(db);
};

export const listTroubles: Method<'listTroubles'> = (db) => all<BusTrouble>(db)`
  select reason, since
  from bus_troubles
  where last_said > clock_timestamp() - make_interval(secs => ${SAID_WITHIN_MS / 1000})
  order by since, reason`;
