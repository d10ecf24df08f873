-- Completed trials in which the sweep's metric has no value, such as a ROC AUC on rows of one class: they are not among
-- the n that a mean is over, and were not counted anywhere.
alter table configs add column n_undefined integer not null default 0;
update configs c
set n_undefined = without.trials
from (
  select t.config_id, count(*) as trials
  from trial_rows t
  where t.state = 'completed' and t.value is null
  group by t.config_id
) without
where without.config_id = c.id;

-- As before, with a column at its end, and the configs that have no value at all.
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
    when ranked.mean is null then null
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
  ranked.n_undefined
from (
  select
    c.*,
    student_t975(c.n - 1) * c.sd / sqrt(c.n) as half_width,
    rank() over by_score as rank,
    first_value(c.id) over by_score as best_id
  from configs c
  where c.n + c.n_undefined + c.n_diverged + c.n_failed > 0
  window by_score as (partition by c.sweep_id order by c.score desc nulls last)
) ranked
join sweeps s on s.id = ranked.sweep_id
left join lateral baseline_of(ranked.id, ranked.sweep_id, ranked.baseline_hash, ranked.config) control on true
left join lateral paired_difference(ranked.id, nullif(control.id, ranked.id)) baseline on true
left join lateral paired_difference(ranked.id, ranked.best_id) best on true;
