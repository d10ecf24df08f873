-- Sweeps over programs of the user's own: what their results hold has names of its own in each sweep.
alter table sweep_rows
  -- The names, in the order in which results brought them, the metric first. Null: those of the table `measures`.
  add column own_measures json,
  -- The first one that found no room among them.
  add column left_out_measure text;

-- By the places of their names in the sweep. Apart from what has its names from the table `measures`, so that no view shows
-- one under a name of the other.
alter table trial_rows add column own double precision[];

-- The steps of the reports first, then one curve a name; each up to its entry of `ends`.
create table own_curve_rows (
  trial_id bigint primary key,
  numbers double precision[] not null,
  ends integer[] not null
) with (toast_tuple_target = 8160);

-- What trials ran in: files, interpreter, versions. Few of a sweep's trials differ in it.
create table environments (
  sweep_id integer not null references sweep_rows on delete cascade,
  hash text not null,
  ran jsonb not null,
  primary key (sweep_id, hash)
);

-- What a trial left behind beside its result.
create table trial_notes (
  trial_id bigint primary key,
  log text,
  -- Of its environment.
  ran text
);

create table artifacts (
  trial_id bigint not null,
  name text not null,
  sha256 text not null,
  bytes bigint not null,
  primary key (trial_id, name)
);

create view trial_logs as
select n.trial_id, t.sweep_id, n.log
from trial_notes n
join trial_rows t on t.id = n.trial_id
where n.log is not null;

create view trial_runs as
select n.trial_id, t.sweep_id, e.ran
from trial_notes n
join trial_rows t on t.id = n.trial_id
join environments e on e.sweep_id = t.sweep_id and e.hash = n.ran;

create view program_curves as
select
  c.trial_id, t.sweep_id, m.name,
  coalesce(c.numbers[1 : c.ends[1]], '{}') as steps,
  c.numbers[c.ends[m.place] + 1 : c.ends[m.place + 1]] as values
from own_curve_rows c
join trial_rows t on t.id = c.trial_id
join sweep_rows s on s.id = t.sweep_id
cross join lateral json_array_elements_text(s.own_measures) with ordinality as m (name, place)
where c.ends[m.place + 1] > c.ends[m.place];

create or replace view sweeps as
select
  id, slug, name, description, state, reason, metric, goal, replicates, seed, engine, dataset_fingerprint,
  planned_trials, definition_hash, definition, source, parameters, cursor, expanded, run_owner, run_until, created_at,
  finished_at, dataset_spec, on_cluster, data_report, own_measures, left_out_measure
from sweep_rows;

-- As before, but that a config of a program has no baseline: a parameter called `arm` is none of ours there.
create or replace function baseline_of(mine bigint, sweep integer, twin text, own jsonb)
returns table (id bigint, kind text, effort double precision)
language sql stable
as $$
  with built_in as materialized (
    select s.id from sweep_rows s where s.id = sweep and s.own_measures is null
  ),
  same as materialized (
    select s.* from configs s where s.config_hash = twin and s.sweep_id + 0 = sweep and exists (select from built_in)
  ),
  nearest as (
    select b.*
    from configs b
    where exists (select from built_in)
      and not exists (select from same)
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
