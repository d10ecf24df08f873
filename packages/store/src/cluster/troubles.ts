import { type Kysely, sql } from 'kysely';
import type { BusTrouble } from '../port.ts';
import type { Database } from '../schema.ts';

/** After which what nobody repeats is no longer true. */
const SAID_WITHIN = sql`interval '15 seconds'`;

/** Stamps the reasons as said now; those that are not among them are over. */
export async function saveTroubles(db: Kysely<Database>, reasons: readonly string[]): Promise<void> {
  const said = [...new Set(reasons.map((reason) => reason.replaceAll('\0', '').toWellFormed()))];
  await sql`
    with over as (
      delete from bus_troubles where reason <> all(${said}::text[])
    )
    insert into bus_troubles (reason, since, last_said)
    select reason, clock_timestamp(), clock_timestamp()
    from unnest(${said}::text[]) as x(reason)
    on conflict (reason) do update set last_said = excluded.last_said`.execute(db);
}

/** Those that last, the oldest first. */
export async function listTroubles(db: Kysely<Database>): Promise<BusTrouble[]> {
  const { rows } = await sql<BusTrouble>`
    select reason, since
    from bus_troubles
    where last_said > clock_timestamp() - ${SAID_WITHIN}
    order by since, reason`.execute(db);
  return rows;
}
