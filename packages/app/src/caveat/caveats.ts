import { storedDefinition, storedReport } from '@latentsweep/coordinator';
import type { KnownSweep, RankingOptions, Reading } from '@latentsweep/store';
import type { Caveat, Ranking } from './caveat.ts';
import { chosenCaveat } from './chosen.ts';
import { missingClassCaveat, smallClassCaveat } from './classes.ts';
import { collapsedCaveat } from './collapsed.ts';
import { constrainedCaveat } from './constrained.ts';
import { majorityCaveat } from './majority.ts';
import { noBaselineCaveat } from './no-baseline.ts';
import { nothingStoppedCaveat } from './nothing-stopped.ts';
import { sameRowsCaveat } from './same-rows.ts';
import { severalCaveat } from './several.ts';
import { undefinedCaveat } from './undefined.ts';
import { undertrainedCaveat } from './undertrained.ts';
import { unevenCaveat } from './uneven.ts';

/** Those that turn a ranking over come before those that blur it. */
const ALL: readonly ((ranking: Ranking) => Caveat | null)[] = [
  undefinedCaveat,
  constrainedCaveat,
  severalCaveat,
  majorityCaveat,
  noBaselineCaveat,
  undertrainedCaveat,
  collapsedCaveat,
  chosenCaveat,
  sameRowsCaveat,
  unevenCaveat,
  missingClassCaveat,
  smallClassCaveat,
];

/** What holds of any numbers: of the rows, arms and networks of a program of the user's own nothing is known. */
const OF_PROGRAMS: typeof ALL = [constrainedCaveat, severalCaveat, nothingStoppedCaveat];

/** What is to be said of a ranking, the most important first; nothing of a sound one. */
export function caveatsOf(ranking: Ranking): Caveat[] {
  const all = ranking.definition.dataset?.kind === 'program' ? OF_PROGRAMS : ALL;
  return all.flatMap((caveat) => caveat(ranking) ?? []);
}

/** The same of a sweep's ranking. */
export async function readCaveats(
  store: Reading,
  sweep: KnownSweep,
  { by = sweep.metric, where }: RankingOptions = {},
): Promise<Caveat[]> {
  const definition = storedDefinition(sweep);
  const isOver = definition.early !== undefined && (await store.sweep(sweep.id)).state === 'completed';
  return caveatsOf({
    word: sweep.word,
    by,
    definition,
    ...(isOver ? { bandsDecided: await bandsDecidedIn(store, sweep) } : {}),
    report: storedReport(sweep),
    standing: await store.standing(sweep, { by, where }),
  });
}

async function bandsDecidedIn(store: Reading, { id }: KnownSweep): Promise<number> {
  return (await store.decidedRungs(id)).filter(({ epochs }) => epochs !== null).length;
}
