import { bothSplits, InputError, MAKING_ARMS, type Values } from '@latentsweep/core';
import type { KnownSweep, Place, Reading, Sweep } from '@latentsweep/store';
import { refuseProgram } from '../program/built-in.ts';

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
 * does not. Throws InputError `built_in_only`, `no_such_rank`, `no_making_arm`.
 */
export async function chooseMaker(store: Store, sweep: KnownSweep, rank = 1): Promise<ChosenConfig> {
  refuseProgram(
    sweep,
    'Rows are made by built-in arms, of a data set',
    'Name a sweep that has a data set: `sweep list`.',
  );
  const measure = bothSplits(sweep.metric).validation;
  const { asked, making } = await look(store, sweep, measure, rank);
  const chosen = asked && (await completed(store, sweep, asked));
  if (!chosen) {
    throw new InputError(
      'no_such_rank',
      `${sweep.slug} has no config with the rank ${rank} by validation.`,
      rank === 1 ? 'Trials have to complete first: `sweep show`.' : 'Name a smaller one with --config.',
    );
  }
  if (makes(chosen.config['arm'])) return { ...chosen, measure, instead: null };
  const { arm } = chosen.config;
  const best = making && (await completed(store, sweep, making));
  if (!best) {
    throw new InputError(
      'no_making_arm',
      `No config of ${sweep.slug} makes rows: its arms are plain ones, such as ${arm}.`,
      `Sweep an arm that does: ${MAKING_ARMS.join(', ')}.`,
    );
  }
  const instead = `The config ranked ${rank} by ${measure} makes no rows: its arm is ${arm}.`;
  return { ...best, measure, instead };
}

const makes = (arm: unknown): boolean => MAKING_ARMS.includes(String(arm));

interface Ranked {
  readonly rank: number;
  readonly hash: string;
  readonly mean: number;
  /** Undefined where all configs have the same. */
  readonly arm: unknown;
}

/** Down the ranking to the rank that is asked for and, where that one's arm makes no rows, to the first whose arm does. */
async function look(store: Store, sweep: Sweep, by: string, rank: number) {
  let making: Ranked | null = null;
  let asked: Ranked | null = null;
  for await (const one of ranking(store, sweep, by, rank)) {
    if (making === null && makes(one.arm)) making = one;
    if (one.rank === rank) asked = one;
    if (asked && (making || asked.arm === undefined)) break;
  }
  return { asked, making };
}

const PAGE = 200;

/** Configs that have a value, the best first; `first`: how many are likely to be wanted. */
async function* ranking(store: Store, sweep: Sweep, by: string, first: number): AsyncGenerator<Ranked> {
  let rank = 0;
  let limit = first;
  let after: Place | null | undefined;
  while (after !== null) {
    const page = await store.leaderboard(sweep, { by, limit, ...(after ? { after } : {}) });
    const at = (name: string) => page.columns.indexOf(name);
    for (const row of page.rows) {
      if (row[at('mean')] === null) return;
      rank++;
      yield {
        rank,
        hash: String(row[at('config_hash')]),
        mean: Number(row[at('mean')]),
        arm: row[at('arm')],
      };
    }
    limit = PAGE;
    after = page.next;
  }
}

/** With a trial of it that completed; null where none did. */
async function completed(store: Store, sweep: Sweep, { rank, hash, mean }: Ranked) {
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
    mean,
  };
}
