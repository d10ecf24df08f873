import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import { TakenOver, TryAgain } from '@latentsweep/store';
import type { Making } from '../coordinate/making.ts';

const RENEW_MS = RUN_LEASE_MS / 3;
/** Most turns take far less; one that was killed in its turn holds the lease until it runs out. */
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
    const since = performance.now();
    if (!(await store.acquireRun(id, owner, RUN_LEASE_MS))) {
      await sleep(waitMs * (0.5 + Math.random()));
      continue;
    }
    const stop = keep((leaseMs) => store.acquireRun(id, owner, leaseMs), since);
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof TakenOver) || performance.now() > until) throw error;
    } finally {
      await stop();
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

/** Renews a lease that was taken at `since`. One that ran out stays so: another may have had a turn meanwhile. */
function keep(renew: (leaseMs: number) => Promise<boolean>, since: number): () => Promise<void> {
  let until = since + RUN_LEASE_MS;
  let renewal: Promise<void> = Promise.resolve();
  let isUnderWay = false;
  const ticker = setInterval(() => {
    const now = performance.now();
    if (isUnderWay || now >= until) return;
    isUnderWay = true;
    renewal = renew(RUN_LEASE_MS)
      .then((has) => {
        until = has ? now + RUN_LEASE_MS : Number.NEGATIVE_INFINITY;
      })
      // The turn itself meets what is wrong with the store.
      .catch(() => {})
      .finally(() => {
        isUnderWay = false;
      });
  }, RENEW_MS);
  return () => {
    clearInterval(ticker);
    return renewal;
  };
}
