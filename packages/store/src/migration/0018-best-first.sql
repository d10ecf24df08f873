-- The best of what a search that learns has tried, in the order in which they are read, whichever is better. By the index that
-- there was the planner sorted all of a sweep's configs at each question while it had not heard of the sweep. No other index
-- serves a sum (see 0014-look-ups.sql).
drop index configs_by_validation;
create index configs_by_validation on configs ((sweep_id + 0), val_mean, id)
  where reason is not null and val_mean is not null;
create index configs_by_validation_down on configs ((sweep_id + 0), val_mean desc, id)
  where reason is not null and val_mean is not null;
