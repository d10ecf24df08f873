-- What trials predicted, row by row, and what they generated: of those that somebody looked at, which were trained again
-- for it. The ones asked for last, within a bound; whatever is not here can be made again.
create table predictions (
  trial_id bigint primary key,
  -- Packed; opaque to the store.
  bytes bytea not null,
  asked_at timestamptz not null default clock_timestamp()
);
alter table predictions alter column bytes set storage external;
