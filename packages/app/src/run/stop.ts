import { settleStopped } from '@latentsweep/coordinator';
import type { Store, TrialCounts } from '@latentsweep/store';
import { clearCheckpoints, removeKept } from '../program/artifacts.ts';

/**
 * Stops a sweep wherever it runs: for now, with its trials given back, or for good, with what has a result kept. Its
 * counts then, or null where there is nothing to stop.
 */
export async function stopSweep(
  store: Store,
  id: number,
  how: 'paused' | 'cancelled',
): Promise<TrialCounts | null> {
  if (!(await store.setSweepState(id, how, how === 'paused' ? 'Paused by hand.' : 'Cancelled by hand.')))
    return null;
  await settleStopped(store, id);
  if (how === 'cancelled') await clearCheckpoints(store, id);
  return store.counts(id);
}

/** Long enough to delete a sweep of any size. */
const LEASE_MS = 60_000;

/** Deletes a sweep with all its trials; there is no way back. False, and nothing is done, where it is being run. */
export async function removeSweep(store: Store, id: number): Promise<boolean> {
  if (await isWanted(store, id)) return false;
  await store.removeSweep(id);
  await removeKept(store, id);
  return true;
}

/** Somebody runs it; or a cluster is to, whose jobs for it may be on their way. From here on nobody else can begin. */
async function isWanted(store: Store, id: number): Promise<boolean> {
  const { onCluster, state } = await store.sweep(id);
  if (onCluster && state === 'running') return true;
  return !(await store.acquireRun(id, `rm-${process.pid}`, LEASE_MS));
}
