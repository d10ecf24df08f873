-- How long a trial was given to whoever asked for it: a report renews its lease for as long.
alter table trial_rows add column lease_ms double precision;

-- What whoever holds the training loop has told of trials under way. It goes when its trial ends: curves have it then.
create table trial_reports (
  trial_id bigint not null,
  attempt integer not null,
  -- In which order it came, from 1.
  place integer not null,
  step double precision not null,
  names text[] not null,
  numbers double precision[] not null,
  primary key (trial_id, attempt, place)
);
