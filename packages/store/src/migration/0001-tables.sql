-- One sweep file submitted once.
create table sweeps (
  id integer generated always as identity primary key,
  -- Names the sweep in commands and in its view sweep_<slug>.
  slug text not null unique check (slug ~ '^[a-z0-9_]{1,40}$'),
  name text not null,
  description text,
  state text not null default 'running'
    check (state in ('running', 'paused', 'completed', 'cancelled', 'failed')),
  -- Why it stopped, where that needs saying.
  reason text,
  metric text not null,
  goal text not null check (goal in ('maximize', 'minimize')),
  replicates integer not null,
  seed bigint not null,
  engine text not null,
  dataset_fingerprint text not null,
  planned_trials bigint not null,
  definition_hash text not null unique,
  definition json not null,
  source text not null,
  -- [{"name", "sqlType"}], in the file's order.
  parameters json not null,
  -- How far the search has been expanded.
  cursor json,
  expanded boolean not null default false,
  -- The one coordinator that runs it, while its lease lasts.
  run_owner text,
  run_until timestamptz,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);

-- One assignment of all parameters in a sweep, with what its trials say together. The aggregates are computed
-- from trial_rows whenever a trial of the config ends.
create table configs (
  id bigint generated always as identity primary key,
  sweep_id integer not null references sweeps on delete cascade,
  config_hash text not null,
  -- Equal for configs that one training run serves.
  run_hash text not null,
  -- The config to compare with: the same with plain oversampling.
  baseline_hash text not null,
  config jsonb not null,
  -- Completed trials with a value of the sweep's metric.
  n integer not null default 0,
  mean double precision,
  sd double precision,
  -- The mean, with its sign turned where the goal is to minimize: more is better.
  score double precision,
  test_mean double precision,
  val_mean double precision,
  -- Of the trials with a VAE.
  collapsed_share double precision,
  n_diverged integer not null default 0,
  n_failed integer not null default 0,
  unique (sweep_id, config_hash)
);

create index configs_by_score on configs (sweep_id, score desc nulls last);
create index configs_by_run on configs (sweep_id, run_hash);

-- A config and a replicate: the unit that is counted and ranked. Read it through the view `trials`.
-- A trial ends once: queued -> running -> completed, diverged or failed; queued or running -> cancelled;
-- running -> queued when its worker or its coordinator is gone.
-- Pages are left partly empty so that a claim rewrites a row in its page and touches no index. Foreign keys would be
-- checked row by row, which costs more than the rest of an insert: trials are only written with their sweep locked.
create table trial_rows (
  id bigint generated always as identity primary key,
  sweep_id integer not null,
  -- From 1, in the order of expansion.
  number integer not null,
  config_id bigint not null,
  replicate integer not null,
  seed text not null,
  state text not null
    check (state in ('queued', 'running', 'completed', 'diverged', 'failed', 'cancelled')),
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
  -- The sweep's metric.
  value double precision,
  test_accuracy double precision,
  test_balanced_accuracy double precision,
  test_recall double precision,
  test_specificity double precision,
  test_precision double precision,
  test_f1 double precision,
  test_g_mean double precision,
  test_mcc double precision,
  test_roc_auc double precision,
  test_pr_auc double precision,
  test_log_loss double precision,
  test_brier double precision,
  test_ece double precision,
  val_accuracy double precision,
  val_balanced_accuracy double precision,
  val_recall double precision,
  val_specificity double precision,
  val_precision double precision,
  val_f1 double precision,
  val_g_mean double precision,
  val_mcc double precision,
  val_roc_auc double precision,
  val_pr_auc double precision,
  val_log_loss double precision,
  val_brier double precision,
  val_ece double precision,
  test_class_recall double precision[],
  test_confusion double precision[],
  val_class_recall double precision[],
  val_confusion double precision[],
  kl_per_dim double precision,
  active_units integer,
  generated_sd_ratio double precision,
  collapsed boolean,
  unique (config_id, replicate),
  unique (sweep_id, number)
) with (fillfactor = 60);

create index trial_rows_by_result on trial_rows (result_key);
create index trial_rows_by_value on trial_rows (sweep_id, value);

-- One value an epoch. Empty where the arm has no VAE.
create table curves (
  trial_id bigint primary key,
  classifier_loss double precision[] not null,
  classifier_accuracy double precision[] not null,
  val_classifier_loss double precision[] not null,
  val_classifier_accuracy double precision[] not null,
  vae_loss double precision[] not null,
  vae_accuracy double precision[] not null,
  vae_reconstruction double precision[] not null,
  vae_kl double precision[] not null,
  vae_prediction double precision[] not null,
  val_vae_loss double precision[] not null,
  val_vae_accuracy double precision[] not null
);

-- How many trials of a block of 500 numbers are in which state: derived from trial_rows in every transaction that
-- changes one, for the block as a whole. Counting a sweep adds up its blocks; finding queued trials starts here.
create table trial_blocks (
  sweep_id integer not null references sweeps on delete cascade,
  block integer not null,
  queued integer not null,
  running integer not null,
  completed integer not null,
  diverged integer not null,
  failed integer not null,
  cancelled integer not null,
  reused integer not null,
  primary key (sweep_id, block)
);

create view trials as
select
  t.id, t.sweep_id, t.number, t.state, t.replicate, t.seed,
  c.config, c.config_hash, c.run_hash, c.baseline_hash,
  t.value,
  t.test_accuracy,
  t.test_balanced_accuracy,
  t.test_recall,
  t.test_specificity,
  t.test_precision,
  t.test_f1,
  t.test_g_mean,
  t.test_mcc,
  t.test_roc_auc,
  t.test_pr_auc,
  t.test_log_loss,
  t.test_brier,
  t.test_ece,
  t.val_accuracy,
  t.val_balanced_accuracy,
  t.val_recall,
  t.val_specificity,
  t.val_precision,
  t.val_f1,
  t.val_g_mean,
  t.val_mcc,
  t.val_roc_auc,
  t.val_pr_auc,
  t.val_log_loss,
  t.val_brier,
  t.val_ece,
  t.test_class_recall, t.test_confusion, t.val_class_recall, t.val_confusion,
  t.kl_per_dim, t.active_units, t.generated_sd_ratio, t.collapsed,
  t.attempt, t.error, t.result_key, t.reused_from, t.worker,
  t.queued_at, t.started_at, t.finished_at, t.duration_ms
from trial_rows t
join configs c on c.id = t.config_id;
