import type { DatasetSpec, Values } from '@latentsweep/core';
import type { ColumnType, Generated } from 'kysely';
import type { NewSweep, SweepState, TrialCounts, TrialState } from './port.ts';

/** Tables as Kysely sees them: only what its typed queries name. The .sql files in migration/ define them. */
export interface Database {
  sweep_rows: SweepsTable;
  configs: ConfigsTable;
  trial_rows: TrialRowsTable;
  trial_blocks: TrialBlocksTable;
}

/** Written as text, read as what it means. */
type Json<T> = ColumnType<T, string, string>;

export interface SweepsTable {
  id: Generated<number>;
  slug: string;
  name: string;
  description: string | null;
  state: Generated<SweepState>;
  reason: string | null;
  metric: string;
  goal: 'maximize' | 'minimize';
  replicates: number;
  seed: number;
  engine: string;
  dataset_fingerprint: string;
  dataset_spec: Json<DatasetSpec> | null;
  data_report: Json<unknown>;
  on_cluster: Generated<boolean>;
  planned_trials: number;
  definition_hash: string;
  definition: Json<unknown>;
  source: string;
  parameters: Json<NewSweep['parameters']>;
  cursor: Json<unknown>;
  expanded: Generated<boolean>;
  run_owner: string | null;
  run_until: Date | null;
  exact: boolean;
  created_at: Generated<Date>;
  finished_at: Date | null;
}

interface ConfigsTable {
  id: Generated<number>;
  sweep_id: number;
  config_hash: string;
  run_hash: string;
  baseline_hash: string;
  config: Json<Values>;
}

interface TrialRowsTable {
  id: Generated<number>;
  sweep_id: number;
  number: number;
  config_id: number;
  replicate: number;
  state: TrialState;
  result_key: string;
  objectives: number[] | null;
}

type TrialBlocksTable = TrialCounts & { readonly sweep_id: number; readonly block: number };
