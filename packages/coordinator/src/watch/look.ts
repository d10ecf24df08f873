import type { Store } from '@latentsweep/store';
import { readBest } from '../coordinate/best.ts';
import { endedOf } from '../coordinate/status.ts';
import { storedDefinition } from '../sweep-file/stored.ts';
import type { Sighting } from './sighting.ts';

type Reads = Pick<
  Store,
  'sweep' | 'counts' | 'topTrials' | 'trial' | 'listWorkers' | 'listTroubles' | 'query'
>;

/** Looks at a sweep and its cluster. `before`: the last sighting, whose best trial stands where nothing ended since. */
export async function lookAt(store: Reads, sweepId: number, before: Sighting | null): Promise<Sighting> {
  // The row before the counts: where it says that the sweep has ended, they are the last ones.
  const sweep = await store.sweep(sweepId);
  const [counts, workers, troubles, leader, led] = await Promise.all([
    store.counts(sweepId),
    sweep.onCluster ? store.listWorkers() : [],
    sweep.onCluster ? store.listTroubles() : [],
    leaderOf(store),
    isLed(store, sweepId),
  ]);
  const same = before !== null && endedOf(before.counts) === endedOf(counts);
  const best = same ? before.best : await readBest({ store, sweep });
  const { requires } = storedDefinition(sweep);
  const reasons = troubles.map(({ reason }) => reason);
  return { sweep, counts, best, requires, workers, troubles: reasons, leader, led };
}

/** The name of the coordinator that leads the cluster of this store, or null. */
export async function leaderOf(store: Pick<Store, 'query'>): Promise<string | null> {
  const { rows } = await store.query(
    `select owner from leases where name = 'leader' and until > clock_timestamp()`,
  );
  // The owner is the name with a mark of its tenure.
  return rows[0] ? String(rows[0][0]).replace(/:[^:]*$/, '') : null;
}

async function isLed(store: Pick<Store, 'query'>, sweepId: number): Promise<boolean> {
  const { rows } = await store.query(
    `select run_until > clock_timestamp() from sweeps where id = ${Math.trunc(sweepId)}`,
  );
  return rows[0]?.[0] === true;
}
