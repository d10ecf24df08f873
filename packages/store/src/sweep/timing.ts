import { all, type Method } from '../db.ts';

/** Of trials that share a training run the longest counts: it reported the others on its way. */
export const timing: Method<'timing'> = async (db, sweepId) => {
  const rows = await all<{ reused: boolean; first: Date; last: Date; seconds: number; trials: number }>(db)`
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
    select reused, min(first) as first, max(last) as last, sum(ms)::double precision / 1000 as seconds,
      sum(trials)::int as trials
    from runs
    group by reused`;
  const here = rows.find(({ reused }) => !reused);
  const before = rows.find(({ reused }) => reused);
  return {
    first: here?.first ?? null,
    last: here?.last ?? null,
    trained: { trials: here?.trials ?? 0, threadSeconds: here?.seconds ?? 0 },
    reused: { trials: before?.trials ?? 0, threadSeconds: before?.seconds ?? 0 },
  };
};
