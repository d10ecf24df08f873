import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { WorkerRow } from '../port.ts';

const COLUMNS: Readonly<Record<keyof WorkerRow, string>> = {
  name: 'text',
  host: 'text',
  pid: 'bigint',
  version: 'text',
  engine: 'text',
  slots: 'int',
  labels: 'text[]',
  state: 'text',
  running: 'int',
  done: 'bigint',
};
const NAMES = Object.keys(COLUMNS);
const TYPED = Object.entries(COLUMNS).map((column) => column.join(' '));

/** Stamps workers as heard of now, and forgets those that have been silent for a day. */
export async function saveWorkers(db: Db, workers: readonly WorkerRow[]): Promise<void> {
  const latest = [...new Map(workers.map((worker) => [worker.name, worker])).values()];
  const columns = sql.join(NAMES.map((name) => sql.ref(name)));
  await sql`
    with forgotten as (
      delete from workers
      where last_seen < clock_timestamp() - interval '1 day'
        and name <> all(${latest.map(({ name }) => name)}::text[])
    )
    insert into workers (${columns}, last_seen)
    select ${columns}, clock_timestamp()
    from json_to_recordset(${JSON.stringify(latest)}::json) as x(${sql.raw(TYPED.join(', '))})
    order by name
    on conflict (name) do update
    set last_seen = excluded.last_seen,
      ${sql.join(NAMES.slice(1).map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}`.execute(
    db,
  );
}

/** By name. Silence is by the database's clock. */
export async function listWorkers(
  db: Db,
): Promise<(WorkerRow & { readonly lastSeen: Date; readonly silentMs: number })[]> {
  const { rows } = await sql<WorkerRow & { lastSeen: Date; silentMs: number }>`
    select ${sql.join(NAMES.map((name) => sql.ref(name)))}, last_seen as "lastSeen",
      greatest(0, extract(epoch from clock_timestamp() - last_seen)::double precision * 1000) as "silentMs"
    from workers
    order by name collate "C"`.execute(db);
  return rows;
}
