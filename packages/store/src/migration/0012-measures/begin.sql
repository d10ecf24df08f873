-- Results by the catalogue of measures: arrays by place in the table `measures`, which only grows, instead of a column a
-- measure. The new tables stand beside the old ones until everything is in them; all of this may be run again.

-- Whoever else begins, or writes, comes first or waits.
lock table trial_rows in share row exclusive mode;

create table if not exists measures (
  place integer primary key,
  name text not null unique,
  shape text not null check (shape in ('scalar', 'per class', 'matrix', 'per epoch')),
  type text not null check (type in ('double precision', 'integer', 'boolean'))
);

insert into measures (place, name, shape, type)
select
  x.place,
  x.name,
  case
    when x.place > 34 then 'per epoch'
    when x.name like '%class_recall' then 'per class'
    when x.name like '%confusion' then 'matrix'
    else 'scalar'
  end,
  case x.name when 'active_units' then 'integer' when 'collapsed' then 'boolean' else 'double precision' end
from unnest('{
  test_accuracy, test_balanced_accuracy, test_recall, test_specificity, test_precision, test_f1, test_g_mean, test_mcc,
  test_roc_auc, test_pr_auc, test_log_loss, test_brier, test_ece,
  val_accuracy, val_balanced_accuracy, val_recall, val_specificity, val_precision, val_f1, val_g_mean, val_mcc,
  val_roc_auc, val_pr_auc, val_log_loss, val_brier, val_ece,
  test_class_recall, test_confusion, val_class_recall, val_confusion,
  kl_per_dim, active_units, generated_sd_ratio, collapsed,
  classifier_loss, classifier_accuracy, val_classifier_loss, val_classifier_accuracy, vae_loss, vae_accuracy,
  vae_reconstruction, vae_kl, vae_prediction, val_vae_loss, val_vae_accuracy
}'::text[]) with ordinality as x (name, place)
on conflict do nothing;

-- Aggregates by objective: the sweep has one, its metric.
create table if not exists new_configs (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  config_hash text not null,
  -- Equal for configs that one training run serves.
  run_hash text not null,
  -- The config to compare with: the same with plain oversampling.
  baseline_hash text not null,
  config jsonb not null,
  -- Why a search that learns proposed it, in words.
  reason text,
  -- Completed trials with a value of the objective, their mean and standard deviation.
  ns integer[] not null default '{0}',
  means double precision[],
  sds double precision[],
  -- The first mean, with its sign turned where the goal is to minimize: more is better.
  score double precision,
  test_mean double precision,
  val_mean double precision,
  -- Of the trials with a VAE.
  collapsed_share double precision,
  n_undefined integer not null default 0,
  n_diverged integer not null default 0,
  n_failed integer not null default 0
);

create table if not exists new_trial_rows (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  -- From 1, in the order of expansion.
  number integer not null,
  config_id bigint not null,
  replicate integer not null,
  seed text not null,
  state text not null
    check (state in ('queued', 'running', 'completed', 'diverged', 'failed', 'quarantined', 'cancelled')),
  attempt integer not null default 0,
  error text,
  -- Equal for trials with equal results, in any sweep.
  result_key text not null,
  -- The trial of another sweep whose result this is. It may have been removed since.
  reused_from bigint,
  worker text,
  -- Marks what one call of `claim` took, so that it can be told after a broken connection.
  claim text,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms double precision,
  -- While it runs, and then only: until when its worker is believed to be at work. Not indexed, so that a renewal touches
  -- no index.
  lease_until timestamptz,
  -- Attempts that ended with the death of a worker, and of each {"at", "worker", "reason"}.
  deaths integer not null default 0,
  death_log jsonb,
  -- SHA-256 over all of the result by names. Null where there is none.
  result_hash text,
  -- Which names those were; null in results of an older version, which are compared by their values.
  result_version text,
  -- What the sweep asks for: the value of its metric.
  objectives double precision[],
  -- Measures by their places among those of their shape. `lists`: one after the other, each up to its entry of `ends`.
  scalars double precision[],
  lists double precision[],
  ends integer[]
) with (fillfactor = 60);

-- Curves of long runs stay in their rows as they are: doubles hardly shrink, and trying to costs more than writing them.
create table if not exists new_curve_rows (
  trial_id bigint primary key,
  numbers double precision[] not null,
  ends integer[] not null
) with (toast_tuple_target = 8160);

-- Programs of an older version that are still at work are told, and write nothing that would be lost.
create or replace function refuse_while_moved() returns trigger
language plpgsql
as $$
begin
  raise exception 'the store is being brought to a newer version' using errcode = 'read_only_sql_transaction';
end
$$;
create or replace trigger refuse_while_moved before insert or update or delete on trial_rows
  for each statement execute function refuse_while_moved();
create or replace trigger refuse_while_moved before insert or update or delete on configs
  for each statement execute function refuse_while_moved();
