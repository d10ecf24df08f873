-- The number of a proposal among those of its search, from 0: where a race makes the later replicates of a config behind other
-- configs, the numbers of its trials do not tell it. Null where a search that learns nothing proposed it.
alter table configs add column place integer;

update configs c
set place = t.place
from (
  select t.config_id, (min(t.number) - 1) / s.replicates as place
  from trial_rows t
  join sweep_rows s on s.id = t.sweep_id
  join configs c on c.id = t.config_id
  where c.reason is not null
  group by t.config_id, s.replicates
) t
where c.id = t.config_id;

-- No other index serves a sum (see 0014-look-ups.sql).
create index configs_by_place on configs ((sweep_id + 0), place) where place is not null;

-- As before, without those that a race dropped, which are never among the best of a search.
drop index configs_by_validation;
drop index configs_by_validation_down;
create index configs_by_validation on configs ((sweep_id + 0), val_mean, id)
  where reason is not null and val_mean is not null and pruned_at is null;
create index configs_by_validation_down on configs ((sweep_id + 0), val_mean desc, id)
  where reason is not null and val_mean is not null and pruned_at is null;
