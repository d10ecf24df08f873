-- What a cluster needs: leases in the trials' rows, deaths, results that must agree, and what a coordinator on another
-- machine has to know of a sweep.

-- Null in sweeps of an older version.
alter table sweeps add column dataset_spec json;
-- Its coordinator is the cluster's leader.
alter table sweeps add column on_cluster boolean not null default false;

-- running -> quarantined: ended with the third death of a worker at it.
alter table trial_rows drop constraint trial_rows_state_check;
alter table trial_rows add constraint trial_rows_state_check
  check (state in ('queued', 'running', 'completed', 'diverged', 'failed', 'quarantined', 'cancelled'));

-- While it runs, and then only: until when its worker (`worker`; null while none has begun it) is believed to be at
-- work. Not indexed, so that a renewal touches no index: running trials are found through trial_blocks.
alter table trial_rows add column lease_until timestamptz;
update trial_rows set lease_until = now() where state = 'running';

-- Attempts that ended with the death of a worker, and of each {"at", "worker", "reason"}.
alter table trial_rows add column deaths integer not null default 0;
alter table trial_rows add column death_log jsonb;

-- SHA-256 over all of the result. Null where there is none, and in results of an older version.
alter table trial_rows add column result_hash text;

alter table trial_blocks add column quarantined integer not null default 0;

-- Second results that differ from the first.
create table result_conflicts (
  id bigint generated always as identity primary key,
  trial_id bigint not null,
  worker text not null,
  result_hash text not null,
  outcome json not null,
  at timestamptz not null default now(),
  unique (trial_id, worker, result_hash)
);

-- Messages that could not be read or recorded: the newest ones.
create table bad_messages (
  id bigint generated always as identity primary key,
  kind text not null,
  reason text not null,
  text text not null,
  at timestamptz not null default now()
);

-- Who leads.
create table leases (
  name text primary key,
  owner text not null,
  until timestamptz not null
);

-- Workers as they were last heard of.
create table workers (
  name text primary key,
  host text not null,
  pid bigint not null,
  version text not null,
  engine text not null,
  slots integer not null,
  labels text[] not null,
  state text not null check (state in ('working', 'draining', 'gone')),
  running integer not null,
  done bigint not null,
  last_seen timestamptz not null
);

-- The bytes of data sets in parts of a few MB, which are put one by one: it is whole when the parts add up to `size`.
create table contents (
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  part integer not null,
  size bigint not null,
  bytes bytea not null,
  primary key (sha256, part)
);
alter table contents alter column bytes set storage external;

-- Curves of long runs stay in their rows as they are: doubles hardly shrink, and trying to costs more than writing them.
alter table curves set (toast_tuple_target = 8160);
