import { type RawBuilder, sql } from 'kysely';
import { type Method, one } from '../db.ts';
import type { SweepTiming } from '../port.ts';

const timeOf = (which: RawBuilder<unknown>) => sql`json_build_object(
  'trials', coalesce(sum(trials) filter (where ${which}), 0),
  'threadSeconds', coalesce(sum(ms) filter (where ${which}), 0) / 1000
)`;

/** Of trials that share a training run the longest counts: it reported the others on its way. */
export const timing: Method<'timing'> = (db, sweepId) => one<SweepTiming>(db)`
  with runs as (
    select
      t.reused_from is not null as reused,
      min(t.started_at) as first,
      max(t.finished_at) as last,
      max(t.duration_ms) as ms,
      count(*) as trials
    from trial_rows t
    join configs c on c.id = t.config_id
    where t.sweep_id = ${sweepId} and t.duration_ms is not null
    group by c.run_hash, t.replicate, t.reused_from is not null
  )
  select
    min(first) filter (where not reused) as first,
    max(last) filter (where not reused) as last,
    ${timeOf(sql`not reused`)} as trained,
    ${timeOf(sql`reused`)} as reused
  from runs`;
