import pg from 'pg';

/** A trial's row as it was changed: every claim, return and end, with who wrote it and who had the right to. */
export interface Change {
  /** Milliseconds since 1970, by the database's clock. */
  readonly at: number;
  /** The coordinator whose connection it was. */
  readonly by: string;
  readonly trialId: number;
  readonly from: string;
  readonly to: string;
  readonly attempt: number;
  readonly deaths: number;
  /** Process id of the sweep's owner at that moment. */
  readonly ownerPid: number | null;
}

/** Has the database note every change of a trial's state, behind everybody's back. */
export async function installAudit(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`
      create table fault_audit (
        n bigint generated always as identity primary key,
        at double precision not null default extract(epoch from clock_timestamp()) * 1000,
        by text not null, trial_id bigint not null, from_state text not null, to_state text not null,
        attempt integer not null, deaths integer not null, owner text
      );
      create function note_change() returns trigger language plpgsql as $$
      begin
        insert into fault_audit (by, trial_id, from_state, to_state, attempt, deaths, owner)
        select current_setting('application_name'), new.id, old.state, new.state, new.attempt, new.deaths, s.run_owner
        from sweeps s where s.id = new.sweep_id;
        return null;
      end $$;
      create trigger fault_audit after update on trial_rows for each row
      when (old.state is distinct from new.state or old.attempt is distinct from new.attempt)
      execute function note_change();`),
  );
}

export async function readAudit(url: string): Promise<Change[]> {
  const { rows } = await withClient(url, (client) =>
    client.query(`
      select at, by, trial_id::int as "trialId", from_state as "from", to_state as "to", attempt, deaths,
        split_part(owner, ':', -2)::int as "ownerPid"
      from fault_audit order by n`),
  );
  return rows as Change[];
}

/** A connection for one thing; a database that is away for the moment is awaited. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
