import type { Reading } from '@latentsweep/store';
import { endedOf } from '../coordinate/status.ts';
import { storedDefinition } from '../sweep-file/stored.ts';
import { heldByLost } from './held.ts';
import type { Sighting } from './sighting.ts';

/** Looks at a sweep and its cluster. `before`: the last sighting, whose best config stands where nothing ended since. */
export async function lookAt(store: Reading, sweepId: number, before: Sighting | null): Promise<Sighting> {
  // The row before the counts: where it says that the sweep has ended, they are the last ones.
  const sweep = await store.sweep(sweepId);
  const [counts, workers, told, leader, holders] = await Promise.all([
    store.counts(sweepId),
    sweep.onCluster ? store.listWorkers() : [],
    sweep.onCluster ? store.listTroubles() : [],
    leaderOf(store),
    store.runHolders(),
  ]);
  const same = before !== null && endedOf(before.counts) === endedOf(counts);
  const best = same ? before.best : await store.bestConfig(sweepId);
  // Only at the end of a sweep is there nothing else to do than to wait for a lease.
  const stands = sweep.onCluster && sweep.expanded && counts.queued === 0 && counts.running > 0;
  const held = stands ? heldByLost(await store.runningTrials(sweepId), workers) : [];
  const troubles = told.map(({ reason }) => reason);
  const { requires } = storedDefinition(sweep);
  const led = holders.has(sweepId);
  return { sweep, counts, best, requires, workers, held, troubles, leader, led };
}

/** The name of the coordinator that leads the cluster of this store, or null. */
export async function leaderOf(store: Pick<Reading, 'leader'>): Promise<string | null> {
  // The owner is the name with a mark of its tenure.
  return (await store.leader())?.replace(/:[^:]*$/, '') ?? null;
}
