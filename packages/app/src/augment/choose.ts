import { bothSplits, InputError, MAKING_ARMS, type Values } from '@latentsweep/core';
import type { Reading, Sweep } from '@latentsweep/store';

/** A config by its rank on validation rows, and a trial of it. */
export interface ChosenConfig {
  readonly rank: number;
  readonly config: Values;
  /** The completed trial of its first replicate that has one. */
  readonly trial: number;
  readonly replicate: number;
  /** The validation measure that it was ranked by, and its mean. */
  readonly measure: string;
  readonly mean: number;
  /** Why it is another one than asked for, in a sentence; null where it is that. */
  readonly instead: string | null;
}

type Store = Pick<Reading, 'leaderboard' | 'trials' | 'trial'>;

/**
 * The config that validation ranks `rank`-th (1: the one it chose), or the best one whose arm makes rows where that one's
 * does not. Throws InputError `no_such_rank`, `no_making_arm`.
 */
export async function chooseMaker(store: Store, sweep: Sweep, rank = 1): Promise<ChosenConfig> {
  const asked = await configAt(store, sweep, { rank });
  if (asked === null) {
    throw new InputError(
      'no_such_rank',
      `${sweep.slug} has no config with the rank ${rank} by validation.`,
      rank === 1 ? 'Trials have to complete first: `sweep show`.' : 'Name a smaller one with --config.',
    );
  }
  const { arm } = asked.config;
  if (MAKING_ARMS.includes(String(arm))) return { ...asked, instead: null };
  const found = await configAt(store, sweep, { rank: 1, making: true });
  if (found === null) {
    throw new InputError(
      'no_making_arm',
      `No config of ${sweep.slug} makes rows: its arms are plain ones, such as ${arm}.`,
      `Sweep an arm that does: ${MAKING_ARMS.join(', ')}.`,
    );
  }
  const instead = `The config ranked ${rank} by ${asked.measure} makes no rows: its arm is ${arm}.`;
  return { ...found, instead };
}

type Found = Omit<ChosenConfig, 'instead'>;

async function configAt(
  store: Store,
  sweep: Sweep,
  { rank, making = false }: { readonly rank: number; readonly making?: boolean },
): Promise<Found | null> {
  const measure = bothSplits(sweep.metric).validation;
  const arms = MAKING_ARMS.map((arm) => `'${arm}'`).join(', ');
  // Without a column of arms all configs have the one that was looked at.
  if (making && !sweep.parameters.some(({ name }) => name === 'arm')) return null;
  const page = await store.leaderboard(sweep, {
    by: measure,
    limit: rank,
    ...(making ? { where: `arm in (${arms})` } : {}),
  });
  const row = page.rows[rank - 1];
  if (row === undefined) return null;
  const cell = (name: string) => row[page.columns.indexOf(name)];
  if (cell('mean') === null) return null;
  const hash = String(cell('config_hash'));
  const trials = await store.trials(sweep, {
    after: 0,
    limit: 1,
    where: `config_hash = '${hash}' and state = 'completed'`,
  });
  const id = trials.rows[0]?.[trials.columns.indexOf('id')];
  if (id === undefined) return null;
  const { row: trial } = await store.trial(Number(id));
  return {
    rank,
    config: trial['config'] as Values,
    trial: Number(id),
    replicate: Number(trial['replicate']),
    measure,
    mean: Number(cell('mean')),
  };
}
