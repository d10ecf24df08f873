import {
  atWork,
  lookAt,
  obstacleOf,
  type ResolvedDataset,
  type SweepDefinition,
} from '@latentsweep/coordinator';
import { contentName } from '@latentsweep/core';
import type { KnownSweep, Reading, Store } from '@latentsweep/store';
import { type Watching, wordingFor } from './watch.ts';

/** Hands a recorded sweep to the cluster, with the data that workers will need; returns it as it then is. */
export async function submitToCluster(
  store: Store,
  sweep: KnownSweep,
  { spec, content }: Pick<ResolvedDataset, 'spec' | 'content'>,
): Promise<KnownSweep> {
  const name = contentName(spec);
  if (name !== null && content) await store.putContent(name, content);
  return { ...(await store.submitSweep(sweep.id)), word: sweep.word };
}

/** The engines of the workers that are there and may run the sweep. */
export async function enginesAtWork(
  store: Reading,
  { requires }: Pick<SweepDefinition, 'requires'>,
): Promise<readonly string[]> {
  return atWork(await store.listWorkers())
    .filter(({ labels }) => requires.every((label) => labels.includes(label)))
    .map(({ engine }) => engine);
}

/** What the sweep still waits for, in a sentence, or null. */
export async function obstacleTo({ store, sweep, engines, spell }: Watching): Promise<string | null> {
  return obstacleOf(await lookAt(store, sweep.id, null), wordingFor(sweep.word, engines, spell));
}
