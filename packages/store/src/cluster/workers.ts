import { sql } from 'kysely';
import { all, assigned, type Method, refs } from '../db.ts';
import type { SeenWorker, WorkerRow } from '../port.ts';

const COLUMNS: Readonly<Record<keyof WorkerRow, string>> = {
  name: 'text',
  host: 'text',
  pid: 'bigint',
  version: 'text',
  engine: 'text',
  device: 'text',
  slots: 'int',
  labels: 'text[]',
  state: 'text',
  running: 'int',
  done: 'bigint',
};
const NAMES = Object.keys(COLUMNS);
const COLUMN_NAMES = refs(NAMES);
const TYPED = Object.entries(COLUMNS).map((column) => column.join(' '));

/** Stamps workers as heard of now, and forgets those that have been silent for a day. */
export const saveWorkers: Method<'saveWorkers'> = async (db, workers) => {
  const latest = [...new Map(workers.map((worker) => [worker.name, worker])).values()];
  await sql`
    with forgotten as (
      delete from workers
      where last_seen < clock_timestamp() - interval '1 day'
        and name <> all(${latest.map(({ name }) => name)}::text[])
    )
    insert into workers (${COLUMN_NAMES}, last_seen)
    select ${COLUMN_NAMES}, clock_timestamp()
    from json_to_recordset(${JSON.stringify(latest)}::json) as x(${sql.raw(TYPED.join(', '))})
    order by name
    on conflict (name) do update
    set last_seen = excluded.last_seen, ${assigned(NAMES.slice(1), 'excluded')}`.execute(db);
};

export const listWorkers: Method<'listWorkers'> = (db) => all<SeenWorker>(db)`
  select ${COLUMN_NAMES}, last_seen as "lastSeen",
    greatest(0, extract(epoch from clock_timestamp() - last_seen)::double precision * 1000) as "silentMs"
  from workers
  order by name collate "C"`;
