import {
  type DatasetDefinition,
  type ResolvedDataset,
  refuseLargeJobs,
  resolveDataset,
  type SweepDefinition,
  storedDefinition,
} from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { KnownSweep, Store, Sweep } from '@latentsweep/store';
import { refuseAsked } from '../ask/refuse.ts';
import { submitToCluster } from './submit.ts';

/** The sweep's data as they are now. Throws InputError where they are gone, `data_changed` where they have changed. */
export async function sameDataset(sweep: Sweep, definition: SweepDefinition): Promise<ResolvedDataset> {
  const dataset = await resolveDataset(definition.dataset, {
    sweepSeed: definition.seed,
    chooseRule: async (fingerprints) => (fingerprints[1] === sweep.datasetFingerprint ? 1 : 2),
  });
  if (dataset.fingerprint === sweep.datasetFingerprint) return dataset;
  throw new InputError(
    'data_changed',
    `The data of ${sweep.slug} (${sourceOf(definition.dataset)}) have changed since it began: old and new trials could not be compared.`,
    'Put the old data back, or run the sweep file again: it makes a new sweep. If nothing was changed, this version reads them otherwise than the one that began it: `sweep validate FILE` says how.',
  );
}

function sourceOf(given: DatasetDefinition): string {
  if (given.kind === 'simulated') return 'the simulated data';
  return given.kind === 'program' ? `the program ${given.name}` : (given.path ?? 'the query');
}

/** Lets a sweep go on at the cluster; one that was this machine's moves there, with its data. Returns it as it then is. */
export async function resubmit(store: Store, sweep: KnownSweep): Promise<KnownSweep> {
  if (sweep.onCluster) return { ...(await store.submitSweep(sweep.id)), word: sweep.word };
  const definition = storedDefinition(sweep);
  refuseAsked(definition);
  const dataset = await sameDataset(sweep, definition);
  refuseLargeJobs(definition, sweep.engine);
  return submitToCluster(store, sweep, dataset);
}
