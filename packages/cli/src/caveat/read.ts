import { storedDefinition, storedReport } from '@latentsweep/coordinator';
import type { KnownSweep, LeaderboardOptions, Store, Table } from '@latentsweep/store';
import { isUneven } from '../view/leaderboard.ts';
import type { Caveat } from './caveat.ts';
import { caveatsOf } from './caveats.ts';

const NO_ROWS: Table = { columns: [], rows: [] };

/** What is to be said of a sweep's ranking. `table`: the rows of it that are shown, if any. */
export async function readCaveats(
  store: Store,
  sweep: KnownSweep,
  { by, where }: Omit<LeaderboardOptions, 'limit'> = {},
  table: Table = NO_ROWS,
): Promise<Caveat[]> {
  const options = { ...(by === undefined ? {} : { by }), ...(where === undefined ? {} : { where }) };
  return caveatsOf({
    word: sweep.word,
    by: by ?? sweep.metric,
    definition: storedDefinition(sweep),
    report: storedReport(sweep),
    standing: await store.standing(sweep, options),
    uneven: table.rows.some((_, row) => isUneven(table, row)),
  });
}
