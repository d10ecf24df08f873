import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { leaseEnd } from '../trial/claim.ts';

/** Makes `owner` the holder of a name for `leaseMs` from now, or renews; false while another one's lease lasts. */
export async function acquireLease(
  db: Kysely<Database>,
  name: string,
  owner: string,
  leaseMs: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into leases (name, owner, until)
    values (${name}, ${owner}, ${leaseEnd(leaseMs)})
    on conflict (name) do update
    set owner = excluded.owner, until = excluded.until
    where leases.owner = excluded.owner or leases.until < clock_timestamp()
    returning name`.execute(db);
  return rows.length === 1;
}

export async function releaseLease(db: Kysely<Database>, name: string, owner: string): Promise<void> {
  await sql`delete from leases where name = ${name} and owner = ${owner}`.execute(db);
}
