-- By how much a config breaks the constraints of its sweep, in all: 0 where it keeps them. Null: the sweep has none.
alter table configs add column violation double precision;

-- As before, but that a config which breaks a constraint is never tied with the best either: its score is null.
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
    when ranked.mean is null or ranked.score is null then null
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
  ranked.pruned_at,
  ranked.violation
from (
  select
    c.id, c.sweep_id, c.config, c.config_hash, c.baseline_hash, c.test_mean, c.val_mean, c.collapsed_share,
    c.n_diverged, c.n_failed, c.n_undefined, c.score, c.pruned_at, c.violation,
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
