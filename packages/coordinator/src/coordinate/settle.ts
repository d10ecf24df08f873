import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import type { TrialLedger } from '@latentsweep/store';

const ASK_MS = 100;

/**
 * After a sweep was paused or cancelled: waits, for a few seconds at most, until the process that ran it has let go of
 * its trials. Where that process was killed, its trials are put back, or cancelled, here.
 */
export async function settleStopped(
  store: Pick<TrialLedger, 'counts' | 'acquireRun' | 'requeue' | 'releaseRun'>,
  sweepId: number,
  leaseMs = RUN_LEASE_MS,
): Promise<void> {
  const owner = `stopping:${randomUUID()}`;
  for (let waitedMs = 0; waitedMs <= leaseMs + 2 * ASK_MS; waitedMs += ASK_MS) {
    if ((await store.counts(sweepId)).running === 0) return;
    if (await store.acquireRun(sweepId, owner, leaseMs)) {
      await store.requeue(sweepId, null, owner);
      await store.releaseRun(sweepId, owner);
      return;
    }
    await sleep(ASK_MS);
  }
}
