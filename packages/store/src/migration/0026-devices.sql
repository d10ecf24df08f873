-- The GPU or other device that a worker trains on, by its name. Null: CPUs alone.
alter table workers add column device text;
