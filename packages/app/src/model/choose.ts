import { bothSplits, InputError, plural } from '@latentsweep/core';
import type { ConfigRecord, KnownSweep, Reading, TrialOfConfig } from '@latentsweep/store';

export interface ChosenTrial {
  readonly config: ConfigRecord;
  readonly trial: TrialOfConfig;
  /** By validation, from 1. */
  readonly rank: number;
}

/** Of a config's trials, those that are looked at for one that completed. */
const MOST_TRIALS = 1000;

/**
 * The config of a rank by the mean on validation rows, and its first trial that completed, or that of a replicate. Throws
 * InputError `no_such_rank`, `no_completed_trial`.
 */
export async function chooseTrial(
  store: Reading,
  sweep: KnownSweep,
  { rank, replicate }: { readonly rank: number; readonly replicate: number | null },
): Promise<ChosenTrial> {
  const by = bothSplits(sweep.metric).validation;
  const { columns, rows } = await store.leaderboard(sweep, { by, limit: rank });
  const valued = rows.filter((row) => row[columns.indexOf('rank')] !== null);
  const row = valued[rank - 1];
  if (!row) {
    throw new InputError(
      'no_such_rank',
      `There is no config of rank ${rank} by ${by}: ${plural(valued.length, 'config')} ${valued.length === 1 ? 'has' : 'have'} a value.`,
      `\`sweep top ${sweep.word} --by ${by}\` lists them.`,
    );
  }
  const config = await store.config(sweep, String(row[columns.indexOf('config_hash')]), MOST_TRIALS);
  const trial = config.trials.find(
    (one) => one.state === 'completed' && (replicate === null || one.replicate === replicate),
  );
  if (trial) return { config, trial, rank };
  throw new InputError(
    'no_completed_trial',
    `The config of rank ${rank} by ${by} has no trial that completed${replicate === null ? '' : ` in replicate ${replicate}`}.`,
    `\`sweep trials ${sweep.word}\` lists the trials.`,
  );
}
