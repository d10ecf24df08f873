-- Why a search that learns proposed the config, in words. Null: one that learns nothing proposed it.
alter table configs add column reason text;

-- The best of what such a search has tried, by what it learns from. Other configs are not in it and cost nothing.
create index configs_by_validation on configs (sweep_id, val_mean, id) where reason is not null;
