-- Trials past :after up to :last, with their curves and the configs that they are the first of.
insert into new_configs (
  id, sweep_id, config_hash, run_hash, baseline_hash, config, reason, ns, means, sds, score, test_mean, val_mean,
  collapsed_share, n_undefined, n_diverged, n_failed
)
overriding system value
select
  id, sweep_id, config_hash, run_hash, baseline_hash, config, reason, array[n], array[mean], array[sd], score, test_mean,
  val_mean, collapsed_share, n_undefined, n_diverged, n_failed
from configs
where id > (select coalesce(max(id), 0) from new_configs)
  and (:last is null or id <= (select max(config_id) from trial_rows where id > :after and id <= :last));

insert into new_trial_rows (
  id, sweep_id, number, config_id, replicate, seed, state, attempt, error, result_key, reused_from, worker, claim,
  queued_at, started_at, finished_at, duration_ms, lease_until, deaths, death_log, result_hash, objectives, scalars,
  lists, ends
)
overriding system value
select
  id, sweep_id, number, config_id, replicate, seed, state, attempt, error, result_key, reused_from, worker, claim,
  queued_at, started_at, finished_at, duration_ms, lease_until, deaths, death_log, result_hash,
  nullif(array[value], '{null}'),
  case
    when state <> 'completed' then null
    when num_nonnulls(kl_per_dim, active_units, generated_sd_ratio, collapsed) = 0 then classifier
    else classifier || array[kl_per_dim, active_units, generated_sd_ratio, collapsed::int]
  end,
  case when state = 'completed' then test_class_recall || test_confusion || val_class_recall || val_confusion end,
  case
    when state = 'completed' then array[
      coalesce(cardinality(test_class_recall), 0),
      coalesce(cardinality(test_class_recall || test_confusion), 0),
      coalesce(cardinality(test_class_recall || test_confusion || val_class_recall), 0),
      coalesce(cardinality(test_class_recall || test_confusion || val_class_recall || val_confusion), 0)
    ]
  end
from trial_rows
cross join lateral (
  select array[
    test_accuracy, test_balanced_accuracy, test_recall, test_specificity, test_precision, test_f1, test_g_mean,
    test_mcc, test_roc_auc, test_pr_auc, test_log_loss, test_brier, test_ece,
    val_accuracy, val_balanced_accuracy, val_recall, val_specificity, val_precision, val_f1, val_g_mean,
    val_mcc, val_roc_auc, val_pr_auc, val_log_loss, val_brier, val_ece
  ] as classifier
) arrays
where id > :after and id <= :last;

insert into new_curve_rows (trial_id, numbers, ends)
select
  trial_id,
  classifier_loss || classifier_accuracy || val_classifier_loss || val_classifier_accuracy || vae_loss
    || vae_accuracy || vae_reconstruction || vae_kl || vae_prediction || val_vae_loss || val_vae_accuracy,
  array[
    n1, n1 + n2, n1 + n2 + n3, n1 + n2 + n3 + n4, n1 + n2 + n3 + n4 + n5, n1 + n2 + n3 + n4 + n5 + n6,
    n1 + n2 + n3 + n4 + n5 + n6 + n7, n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8,
    n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8 + n9, n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10,
    n1 + n2 + n3 + n4 + n5 + n6 + n7 + n8 + n9 + n10 + n11
  ]
from curves
cross join lateral (
  select
    cardinality(classifier_loss) as n1, cardinality(classifier_accuracy) as n2,
    cardinality(val_classifier_loss) as n3, cardinality(val_classifier_accuracy) as n4, cardinality(vae_loss) as n5,
    cardinality(vae_accuracy) as n6, cardinality(vae_reconstruction) as n7, cardinality(vae_kl) as n8,
    cardinality(vae_prediction) as n9, cardinality(val_vae_loss) as n10, cardinality(val_vae_accuracy) as n11
) lengths
where trial_id > :after and trial_id <= :last;
