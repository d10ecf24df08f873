-- Of a sweep with several objectives, what a search is told of a config of all but the first, as val_mean, val_sd and val_n say of
-- that one: over its trials with a value, on validation rows. Null where a sweep has one objective, as all so far.
alter table configs
  add column other_means double precision[],
  add column other_sds double precision[],
  add column other_ns integer[];
