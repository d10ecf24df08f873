import { sql } from 'kysely';
import { first, type Method } from '../db.ts';
import { leaseEnd } from '../trial/claim.ts';

/** The name of the lease that the leading coordinator holds. */
const LEADER = 'leader';

export const acquireLead: Method<'acquireLead'> = async (db, owner, leaseMs) => {
  const taken = await first(db)`
    insert into leases (name, owner, until)
    values (${LEADER}, ${owner}, ${leaseEnd(leaseMs)})
    on conflict (name) do update
    set owner = excluded.owner, until = excluded.until
    where leases.owner = excluded.owner or leases.until < clock_timestamp()
    returning name`;
  return taken !== undefined;
};

export const releaseLead: Method<'releaseLead'> = async (db, owner) => {
  await sql`delete from leases where name = ${LEADER} and owner = ${owner}`.execute(db);
};

export const leader: Method<'leader'> = async (db) => {
  const lead = await first<{ owner: string }>(db)`
    select owner from leases where name = ${LEADER} and until > clock_timestamp()`;
  return lead?.owner ?? null;
};
