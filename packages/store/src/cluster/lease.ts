import { sql } from 'kysely';
import type { Db } from '../db.ts';
import { leaseEnd } from '../trial/claim.ts';

/** The name of the lease that the leading coordinator holds. */
const LEADER = 'leader';

/** Makes `owner` the leader for `leaseMs` from now, or renews; false while another one's lease lasts. */
export async function acquireLead(db: Db, owner: string, leaseMs: number): Promise<boolean> {
  const { rows } = await sql`
    insert into leases (name, owner, until)
    values (${LEADER}, ${owner}, ${leaseEnd(leaseMs)})
    on conflict (name) do update
    set owner = excluded.owner, until = excluded.until
    where leases.owner = excluded.owner or leases.until < clock_timestamp()
    returning name`.execute(db);
  return rows.length === 1;
}

export async function releaseLead(db: Db, owner: string): Promise<void> {
  await sql`delete from leases where name = ${LEADER} and owner = ${owner}`.execute(db);
}

export async function leader(db: Db): Promise<string | null> {
  const { rows } = await sql<{ owner: string }>`
    select owner from leases where name = ${LEADER} and until > clock_timestamp()`.execute(db);
  return rows[0]?.owner ?? null;
}
