import {
  createSearcher,
  refuseLargeJobs,
  refuseWhileRun,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import type { Fault } from '@latentsweep/core';
import type { KnownSweep, Store, TrialCounts } from '@latentsweep/store';
import { refuseAsked } from '../ask/refuse.ts';
import { byItsRules } from '../check/as-made.ts';
import type { CheckedFile } from '../check/check-file.ts';
import { plannedTrials } from '../plan/planned.ts';
import { countReuse, type Reuse } from '../plan/reuse.ts';
import type { Say } from '../say.ts';
import { refuseCancelled } from './cancelled.ts';
import { newSweep } from './new-sweep.ts';
import { keptLabels } from './requires.ts';

export interface Beginning {
  /** What is to train it. */
  readonly engine: Parameters<typeof newSweep>[1];
  /** Its jobs travel. */
  readonly onCluster: boolean;
  /** This process is to run it. */
  readonly here: boolean;
}

export interface Begun {
  readonly sweep: KnownSweep;
  /** False: it was there, and goes on. */
  readonly created: boolean;
  readonly counts: TrialCounts;
  /** What of a new sweep earlier ones have done; null where that is not known before it runs. */
  readonly reuse: Reuse | null;
  /** The file by the rules that the sweep goes by. */
  readonly made: CheckedFile;
  /** What the file asks for and a sweep that was there does not get. */
  readonly note: Fault | null;
}

/**
 * Records a checked file as a sweep of the store, or finds the one that it is. Throws InputError `asked_sweep`, `sweep_cancelled`,
 * `sweep_running` and what `refuseLargeJobs` throws.
 */
export async function begin(
  { store, say }: { readonly store: Store; readonly say: Say },
  checked: CheckedFile,
  { engine, onCluster, here }: Beginning,
): Promise<Begun> {
  const made = await byItsRules({ store, say }, checked);
  if (onCluster || here) refuseAsked(made.definition);
  if (onCluster) refuseLargeJobs(made.definition, engine.id);
  const { sweep, created } = await store.createSweep(newSweep(made, engine, plannedTrials(made.definition)));
  refuseCancelled(sweep);
  if (here && !created && !sweep.onCluster) await refuseWhileRun(store, sweep);
  const counts = await store.counts(sweep.id);
  const reuse = created ? await reuseOf(store, made.definition, sweep) : null;
  return { sweep, created, counts, reuse, made, note: keptLabels(sweep, checked.definition) };
}

/** A search that learns proposes by results, and what is ended early may be taken over in part. */
async function reuseOf(store: Store, definition: SweepDefinition, sweep: KnownSweep): Promise<Reuse | null> {
  const searcher = createSearcher(definition);
  if (searcher.learnsFrom !== null || definition.early) return null;
  const { plannedTrials: trials, datasetFingerprint, engine } = sweep;
  return countReuse(store, definition, searcher, { trials, datasetFingerprint, engine });
}
