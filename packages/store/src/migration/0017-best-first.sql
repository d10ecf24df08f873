-- The best of what a search that learns has tried where more is better, in the order in which they are read: by the index that
-- there was, the planner sorted all of a sweep's configs at each question while it had not heard of the sweep.
create index configs_by_validation_down on configs (sweep_id, val_mean desc, id)
  where reason is not null and val_mean is not null;
