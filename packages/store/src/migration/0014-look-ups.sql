-- Of a sweep that began after the tables were last analyzed the planner expects no rows, so that every index that begins with
-- the sweep is as good to it, and by most of them all of the sweep is read for each config or number that is looked up: 1,600
-- trials a second became 300. What is looked up has an index now that begins with what is looked for, or is the only one
-- that can serve it.
create index configs_by_hash on configs (config_hash);
drop index configs_by_run;
create index configs_by_run on configs (run_hash);
drop index trial_rows_by_value;
create index trial_rows_by_value on trial_rows (sweep_id, (objectives[1])) where objectives[1] is not null;

-- As before; its twin is looked up first.
create or replace function baseline_of(mine bigint, sweep integer, twin text, own jsonb)
returns table (id bigint, kind text, effort double precision)
language sql stable
as $$
  with same as materialized (
    select s.* from configs s where s.config_hash = twin and s.sweep_id + 0 = sweep
  ),
  nearest as (
    select b.*
    from configs b
    where not exists (select from same)
      and b.sweep_id = sweep
      and b.config ->> 'arm' = 'oversample'
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
    order by abs(classifier_passes(b.config) - classifier_passes(own)), b.id
    limit 1
  )
  select s.id, case when s.id = mine then 'itself' else 'same' end, 1::double precision from same s
  union all
  select
    n.id,
    case when n.id = mine then 'itself' else 'nearest' end,
    classifier_passes(n.config) / classifier_passes(own)
  from nearest n
$$;
