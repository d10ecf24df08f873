-- What a config is compared with. Arms may differ in the default of `classifier_epochs`, so that a sweep may have its
-- `oversample` only with another number of the classifier's passes: then that one is the comparison, and said to be.

create index configs_of_oversample on configs (sweep_id, (config - '{arm,epochs,classifier_epochs}'::text[]))
  where config ->> 'arm' = 'oversample';

-- The classifier's passes over its training set.
create function classifier_passes(config jsonb) returns double precision
language sql immutable parallel safe
return (config ->> 'epochs')::double precision * (config ->> 'classifier_epochs')::double precision;

-- The baseline of a config: its twin under `oversample` (kind 'same'; 'itself' where it is one). Where the sweep lacks
-- it, the one with the same shared parameters and as many passes, or as many epochs (kind 'nearest'). `effort` is the
-- baseline's passes for each pass of the config. No row: there is none.
create function baseline_of(mine bigint, sweep integer, twin text, own jsonb)
returns table (id bigint, kind text, effort double precision)
language sql stable
as $$
  select
    b.id,
    case when b.id = mine then 'itself' when b.config_hash = twin then 'same' else 'nearest' end,
    case when b.config_hash = twin then 1 else classifier_passes(b.config) / classifier_passes(own) end
  from configs b
  where b.sweep_id = sweep
    and (
      b.config_hash = twin
      or (
        b.config ->> 'arm' = 'oversample'
        and b.config - '{arm,epochs,classifier_epochs}'::text[] = (
          select jsonb_object_agg(shared.name, own -> shared.name)
          from (
            select jsonb_object_keys(any_one.config - '{arm,epochs,classifier_epochs}'::text[]) as name
            from (
              select c.config from configs c where c.sweep_id = sweep and c.config ->> 'arm' = 'oversample' limit 1
            ) any_one
          ) shared
        )
        and (
          b.config -> 'epochs' = own -> 'epochs'
          or classifier_passes(b.config) = classifier_passes(own)
        )
      )
    )
  order by
    b.config_hash = twin desc,
    abs(classifier_passes(b.config) - classifier_passes(own)),
    b.id
  limit 1
$$;

-- As before, with two columns at its end.
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
  control.effort as baseline_effort
from (
  select
    c.*,
    student_t975(c.n - 1) * c.sd / sqrt(c.n) as half_width,
    rank() over by_score as rank,
    first_value(c.id) over by_score as best_id
  from configs c
  where c.n + c.n_diverged + c.n_failed > 0
  window by_score as (partition by c.sweep_id order by c.score desc nulls last)
) ranked
join sweeps s on s.id = ranked.sweep_id
left join lateral baseline_of(ranked.id, ranked.sweep_id, ranked.baseline_hash, ranked.config) control on true
left join lateral paired_difference(ranked.id, nullif(control.id, ranked.id)) baseline on true
left join lateral paired_difference(ranked.id, ranked.best_id) best on true;
