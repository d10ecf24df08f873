-- Why the bus does not take what it is given, as the leading coordinator says while that lasts.
create table bus_troubles (
  reason text primary key,
  since timestamptz not null,
  last_said timestamptz not null
);
