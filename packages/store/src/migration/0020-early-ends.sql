-- Trials that are judged on their way, at bands of epochs: see `early_terminate` in docs/sweep-file.md.
alter table trial_rows
  -- The epochs that it trains to, or has, where those are not its config's: a band.
  add column until integer,
  -- Attempts that went no further than bands which it has passed: what still comes of them is another result.
  add column passed integer not null default 0;
-- running -> waiting: it has reached a band; waiting -> queued: it goes on, to the next one or to its end; waiting -> pruned: it
-- ends there. What waits is cancelled with what is queued. Rows that there are have none of the new states.
do $$
declare one record;
begin
  -- By its name of before or after the move of results.
  for one in
    select conname from pg_constraint where conrelid = 'trial_rows'::regclass and contype = 'c' and conname like '%state_check'
  loop
    execute format('alter table trial_rows drop constraint %I', one.conname);
  end loop;
end $$;
alter table trial_rows
  add constraint trial_rows_state_check
  check (state in ('queued', 'running', 'waiting', 'completed', 'pruned', 'diverged', 'failed', 'quarantined', 'cancelled'))
  not valid;

alter table trial_blocks
  add column waiting integer not null default 0,
  add column pruned integer not null default 0;

-- What was decided at a band stands beside what races decide, with the epochs of the band; 0: a race. The value there and the
-- one that was to be reached, as the metric has them. A band has no level of significance.
alter table race_decisions
  add column epochs integer not null default 0,
  add column value double precision,
  add column threshold double precision,
  alter column level drop not null,
  drop constraint race_decisions_pkey,
  add primary key (sweep_id, rung, epochs, config_id);

create or replace view decisions as
select
  d.sweep_id, s.slug as sweep, d.rung, c.config_hash, c.config, d.kept, d.reason, d.judged_by, d.best, d.behind, d.p, d.level,
  nullif(d.epochs, 0) as epochs, d.value, d.threshold
from race_decisions d
join sweep_rows s on s.id = d.sweep_id
join configs c on c.id = d.config_id;
