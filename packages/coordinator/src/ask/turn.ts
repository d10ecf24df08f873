import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import { TakenOver, TryAgain } from '@latentsweep/store';
import type { Making } from '../coordinate/making.ts';

/** A turn takes far less; one that was killed in its turn holds the lease until it runs out. */
const PATIENCE_MS = 10 * RUN_LEASE_MS;
const LONGEST_WAIT_MS = 250;

/**
 * Holds the sweep's lease while it acts: whoever gives out trials does so one after the other. Where another process took the lease
 * over meanwhile, because this one stood still, it acts again. Throws TryAgain `sweep_busy`.
 */
export async function inTurn<T>(
  { store, sweep: { id, slug }, owner }: Pick<Making, 'store' | 'sweep' | 'owner'>,
  act: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let waitMs = 10; performance.now() < until; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    if (!(await store.acquireRun(id, owner, RUN_LEASE_MS))) {
      await sleep(waitMs * (0.5 + Math.random()));
      continue;
    }
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TakenOver) || performance.now() > until) throw error;
    } finally {
      // It runs out by itself.
      await store.releaseRun(id, owner).catch(() => {});
    }
  }
  throw new TryAgain(
    'sweep_busy',
    `Others have been giving out trials of ${slug} for ${PATIENCE_MS / 1000} s without a pause.`,
    'Ask again, or for more trials at once.',
  );
}
