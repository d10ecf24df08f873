-- What races over replicates decided, config by config, of those that were alive at a rung.
create table race_decisions (
  sweep_id integer not null references sweep_rows on delete cascade,
  -- Replicates that all of them had.
  rung integer not null,
  config_id bigint not null,
  kept boolean not null,
  reason text not null,
  -- The hashes of what it was judged by (itself, or a milestone of its run) and of what it was compared with.
  judged_by text not null,
  best text,
  -- How far it lay behind on validation rows, and the chance of that; null where there was nothing to compare.
  behind double precision,
  p double precision,
  level double precision not null,
  primary key (sweep_id, rung, config_id)
);

-- After how many replicates a race dropped it; null: it did not.
alter table configs add column pruned_at integer;

create view decisions as
select
  d.sweep_id, s.slug as sweep, d.rung, c.config_hash, c.config, d.kept, d.reason, d.judged_by, d.best, d.behind, d.p, d.level
from race_decisions d
join sweep_rows s on s.id = d.sweep_id
join configs c on c.id = d.config_id;

-- As before, but that a config which was dropped on few replicates is never tied with the best; its score is null.
create or replace view leaderboard as
select
  ranked.sweep_id,
  s.slug as sweep,
  ranked.rank,
  ranked.config,
  ranked.config_hash,
  ranked.id as config_id,
  ranked.n,
  ranked.mean,
  ranked.sd,
  ranked.mean - ranked.half_width as ci_low,
  ranked.mean + ranked.half_width as ci_high,
  baseline.difference as vs_baseline,
  baseline.difference - baseline.half_width as vs_baseline_low,
  baseline.difference + baseline.half_width as vs_baseline_high,
  case
    when ranked.mean is null or ranked.pruned_at is not null then null
    when ranked.id = ranked.best_id then true
    else abs(best.difference) <= best.half_width
  end as tied_with_best,
  ranked.test_mean,
  ranked.val_mean,
  ranked.collapsed_share,
  ranked.n_diverged,
  ranked.n_failed,
  ranked.score,
  control.kind as baseline,
  control.effort as baseline_effort,
  ranked.n_undefined,
  ranked.pruned_at
from (
  select
    c.*,
    c.ns[1] as n,
    c.means[1] as mean,
    c.sds[1] as sd,
    student_t975(c.ns[1] - 1) * c.sds[1] / sqrt(c.ns[1]) as half_width,
    rank() over by_score as rank,
    first_value(c.id) over by_score as best_id
  from configs c
  where c.ns[1] + c.n_undefined + c.n_diverged + c.n_failed > 0
  window by_score as (partition by c.sweep_id order by c.score desc nulls last)
) ranked
join sweep_rows s on s.id = ranked.sweep_id
left join lateral baseline_of(ranked.id, ranked.sweep_id, ranked.baseline_hash, ranked.config) control on true
left join lateral paired_difference(ranked.id, nullif(control.id, ranked.id)) baseline on true
left join lateral paired_difference(ranked.id, ranked.best_id) best on true;
