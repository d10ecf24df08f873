import { type SweepDefinition, storedDefinition } from '@latentsweep/coordinator';
import type {
  BestConfig,
  DecidedRung,
  KnownSweep,
  Reading,
  SweepTiming,
  TrialCounts,
} from '@latentsweep/store';
import type { Caveat } from '../caveat/caveat.ts';
import { readCaveats } from '../caveat/caveats.ts';
import { ledSweeps, type ShownState, stateForPeople } from '../run/led.ts';

export type ListedSweep = Awaited<ReturnType<Reading['listSweeps']>>[number] & {
  readonly shown: ShownState;
};

/** Sweeps of the store, the newest first: all, or a page of them. */
export async function listedSweeps(
  store: Reading,
  page?: Parameters<Reading['listSweeps']>[0],
): Promise<ListedSweep[]> {
  const sweeps = await store.listSweeps(page);
  const led = await ledSweeps(store);
  return sweeps
    .toSorted((a, b) => b.id - a.id)
    .map((sweep) => ({ ...sweep, shown: stateForPeople(sweep, led) }));
}

/** One sweep: what it is and how it stands. */
export interface WholeSweep {
  readonly sweep: KnownSweep;
  readonly state: ShownState;
  readonly counts: TrialCounts;
  readonly timing: SweepTiming;
  readonly definition: SweepDefinition;
  readonly best: BestConfig | null;
  /** What a race decided so far. */
  readonly rungs: readonly DecidedRung[];
  readonly caveats: readonly Caveat[];
}

export async function wholeSweep(store: Reading, sweep: KnownSweep): Promise<WholeSweep> {
  return {
    sweep,
    counts: await store.counts(sweep.id),
    timing: await store.timing(sweep.id),
    definition: storedDefinition(sweep),
    best: await store.bestConfig(sweep.id),
    rungs: await store.decidedRungs(sweep.id),
    caveats: await readCaveats(store, sweep),
    state: stateForPeople(sweep, await ledSweeps(store)),
  };
}
