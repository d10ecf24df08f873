/** Names that no column of a user's own may have. */

const words = (text: string) => text.trim().split(/\s+/);

/** Columns that stand beside them in `sweep_<slug>`, in a leaderboard, or in what a condition over configs may name. */
export const TAKEN_COLUMNS: readonly string[] = words(`
  id number state replicate value seed attempt error reused_from worker queued_at started_at finished_at duration_ms
  config_hash step
  sweep sweep_id config config_id run_hash baseline_hash reason place ns means sds val_n val_sd other_means other_sds other_ns
  rank n mean sd ci_low ci_high half_width vs_baseline vs_baseline_low vs_baseline_high baseline baseline_effort tied_with_best
  test_mean val_mean collapsed_share undertrained_share n_undefined n_diverged n_failed pruned_at violation score best_id`);

/** Words that Postgres takes for something else where they stand without quotes, or that a condition needs as they are. */
export const TAKEN_WORDS: readonly string[] = words(`
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
  character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
  current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
  else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
  in initially inner inout int integer intersect interval into is isnull join json json_array json_arrayagg json_exists
  json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like
  limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset
  on only or order out outer overlaps overlay placing position precision primary real references returning right row select
  session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing
  treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat
  xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`);

export const TAKEN: ReadonlySet<string> = new Set([...TAKEN_COLUMNS, ...TAKEN_WORDS]);
