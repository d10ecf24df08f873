import { storedDefinition, storedReport } from '@latentsweep/coordinator';
import type { KnownSweep, RankingOptions, Reading } from '@latentsweep/store';
import type { Caveat } from './caveat.ts';
import { caveatsOf } from './caveats.ts';

/** What is to be said of a sweep's ranking. */
export async function readCaveats(
  store: Reading,
  sweep: KnownSweep,
  { by = sweep.metric, where }: RankingOptions = {},
): Promise<Caveat[]> {
  return caveatsOf({
    word: sweep.word,
    by,
    definition: storedDefinition(sweep),
    report: storedReport(sweep),
    standing: await store.standing(sweep, { by, ...(where === undefined ? {} : { where }) }),
  });
}
