import type { Values } from '@latentsweep/core';
import { checkMetric, type Reading, type Sweep } from '@latentsweep/store';
import { columnsOf } from '../figure/parameters.ts';
import { type LeaderboardRow, leaderboardOf } from './leaderboard.ts';
import { valuesOf } from './parameters.ts';

/** A row of the leaderboard with its config, by the names that the sweep file has. */
type RankedRow = Pick<LeaderboardRow, 'rank' | 'tied' | 'mean' | 'half' | 'n'> & {
  readonly config: Values;
};

interface RankedOptions {
  /** The sweep's metric by default. */
  readonly by?: string | undefined;
  /** As `--where` has it: `lr < 0.01 and layers = 2`. */
  readonly where?: string | undefined;
  readonly rows: number;
}

/** The best configs of a sweep. Throws InputError `unknown_metric`, `bad_where`. */
export async function rankedConfigs(
  store: Pick<Reading, 'leaderboard'>,
  sweep: Sweep,
  { by = sweep.metric, where, rows }: RankedOptions,
): Promise<RankedRow[]> {
  checkMetric(sweep, by);
  const table = await store.leaderboard(sweep, {
    by,
    limit: rows,
    ...(where === undefined ? {} : { where }),
  });
  const columns = columnsOf(sweep.parameters);
  const values = sweep.parameters.map(({ name }) => [name, valuesOf(table, columns.get(name)!)] as const);
  return leaderboardOf(table, sweep, by).rows.map(({ rank, tied, mean, half, n }, i) => {
    const config = Object.fromEntries(values.map(([name, column]) => [name, column[i]]));
    return { ...{ rank, tied, mean, half, n }, config: config as Values };
  });
}
