-- The new tables take the names of the old ones, with who may do what to them.
alter table new_configs add foreign key (sweep_id) references sweeps on delete cascade;

do $$
declare one record;
begin
  for one in
    select old.relname, entry.privilege_type, entry.grantee
    from pg_class old, aclexplode(old.relacl) entry
    where old.oid in ('configs'::regclass, 'trial_rows'::regclass, 'curves'::regclass) and entry.grantee <> old.relowner
  loop
    execute format(
      'grant %s on %I to %s', one.privilege_type,
      'new_' || case one.relname when 'curves' then 'curve_rows' else one.relname end,
      case one.grantee when 0 then 'public' else one.grantee::regrole::text end
    );
  end loop;
end $$;

select setval('new_configs_id_seq', last_value, is_called) from configs_id_seq;
select setval('new_trial_rows_id_seq', last_value, is_called) from trial_rows_id_seq;

alter table sweeps rename to sweep_rows;
alter table configs rename to old_configs;
alter table trial_rows rename to old_trial_rows;
alter table curves rename to old_curves;
alter table new_configs rename to configs;
alter table new_trial_rows rename to trial_rows;
alter table new_curve_rows rename to curve_rows;

-- What `sweeps` shows, whatever its table comes to hold.
create view sweeps as
select
  id, slug, name, description, state, reason, metric, goal, replicates, seed, engine, dataset_fingerprint,
  planned_trials, definition_hash, definition, source, parameters, cursor, expanded, run_owner, run_until, created_at,
  finished_at, dataset_spec, on_cluster, data_report
from sweep_rows;

create or replace function paired_difference(config bigint, other bigint)
returns table (pairs bigint, difference double precision, half_width double precision)
language sql stable
as $$
  select
    count(*),
    avg(d.d order by d.replicate),
    student_t975(count(*) - 1) * stddev_samp(d.d order by d.replicate) / sqrt(count(*))
  from (
    select a.replicate, a.objectives[1] - b.objectives[1] as d
    from trial_rows a
    join trial_rows b on b.config_id = other and b.replicate = a.replicate
    where a.config_id = config and a.objectives[1] is not null and b.objectives[1] is not null
  ) d
$$;

-- As before.
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
