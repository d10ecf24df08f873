import {
  isMaximized,
  type KnownSweep,
  type LeaderboardOptions,
  type Place,
  type Reading,
} from '@latentsweep/store';
import { type LeaderboardRow, leaderboardOf } from './leaderboard.ts';
import type { Constant } from './parameters.ts';

/** A part of a ranking, row by row. */
export interface RankingPage {
  readonly by: string;
  readonly twin: string;
  readonly maximize: boolean;
  readonly where: string | null;
  /** Configs that the condition admits and that have a value; null where counting them would take long. */
  readonly of: number | null;
  readonly varying: readonly { readonly name: string; readonly short: string | null }[];
  readonly constant: readonly Constant[];
  readonly intervals: boolean;
  /** Measures that are shown beside the metric. */
  readonly shown: readonly string[];
  /** `values`: in the order of `varying`. */
  readonly rows: readonly (LeaderboardRow & { readonly values: readonly unknown[] })[];
  readonly next: Place | null;
}

/** Throws InputError `unknown_metric`, `bad_where`. */
export async function rankingPage(
  store: Reading,
  sweep: KnownSweep,
  options: LeaderboardOptions,
): Promise<RankingPage> {
  const { by = sweep.metric, where, show } = options;
  const [table, of] = await Promise.all([
    store.leaderboard(sweep, options),
    store.countConfigs(sweep, { by, where }),
  ]);
  const { varying, constant, intervals, shown, rows, twin } = leaderboardOf(table, sweep, by, show);
  return {
    ...{ by, twin, maximize: isMaximized(sweep, by), where: where ?? null, of, constant, intervals, shown },
    varying: varying.map(({ name, short = null }) => ({ name, short })),
    rows: rows.map((row, i) => ({ ...row, values: varying.map(({ values }) => values[i]) })),
    next: table.next,
  };
}
