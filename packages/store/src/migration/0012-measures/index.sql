-- Built once everything is there: cheaper than row by row.
create unique index if not exists new_configs_sweep_id_config_hash_key on new_configs (sweep_id, config_hash);
create index if not exists new_configs_by_score on new_configs (sweep_id, score desc nulls last);
create index if not exists new_configs_by_run on new_configs (sweep_id, run_hash);
create index if not exists new_configs_of_oversample
  on new_configs (sweep_id, (config - '{arm,epochs,classifier_epochs}'::text[]))
  where config ->> 'arm' = 'oversample';
create index if not exists new_configs_by_validation on new_configs (sweep_id, val_mean, id) where reason is not null;
create unique index if not exists new_trial_rows_config_id_replicate_key on new_trial_rows (config_id, replicate);
create unique index if not exists new_trial_rows_sweep_id_number_key on new_trial_rows (sweep_id, number);
create index if not exists new_trial_rows_by_result on new_trial_rows (result_key);
create index if not exists new_trial_rows_by_value on new_trial_rows (sweep_id, (objectives[1]));
analyze new_configs, new_trial_rows, new_curve_rows;
