import {
  configSpaceOf,
  planTrials,
  type Searcher,
  type SweepDefinition,
  sampleOf,
  sharedWith,
} from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';

export interface Reuse {
  /** Trials whose result an earlier sweep has. */
  readonly trials: number;
  /** How many trials were looked up; fewer than the sweep has: `trials` is scaled up from a fair sample. */
  readonly lookedUp: number;
}

/** Up to here every trial is looked up. */
const LOOK_UP_ALL = 20_000;
/** The order of a search is a fair sample of it. */
const SAMPLE = 5_000;

/** How many of the planned trials need no training. */
export async function countReuse(
  store: Reading,
  definition: SweepDefinition,
  searcher: Searcher,
  planned: { readonly trials: number; readonly datasetFingerprint: string; readonly engine: string },
): Promise<Reuse> {
  const { replicates, seed: sweepSeed } = definition;
  const { trials, datasetFingerprint, engine } = planned;
  const wanted = trials <= LOOK_UP_ALL ? trials : SAMPLE;
  const { configs } = sampleOf(searcher, Math.ceil(wanted / replicates));
  const keys = planTrials(configs, {
    ...{ space: configSpaceOf(definition), replicates, sweepSeed, engine },
    shared: sharedWith(definition, datasetFingerprint, engine),
  })
    .slice(0, trials)
    .map((trial) => trial.resultKey);
  const known = await store.countReusable(keys);
  const lookedUp = keys.length;
  if (lookedUp === 0) return { trials: 0, lookedUp };
  return { trials: lookedUp >= trials ? known : Math.round((known / lookedUp) * trials), lookedUp };
}
