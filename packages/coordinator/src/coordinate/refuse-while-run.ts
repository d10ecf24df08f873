import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import type { Reading, SweepName } from '@latentsweep/store';
import { alreadyRuns } from './lease.ts';
import { isGone, processOf } from './owner.ts';

const LOOK_MS = 250;
/** What the way to the database may add to when a lease seems to end; a renewal adds three times as much at least. */
const SLACK_MS = 300;

/**
 * Throws InputError `sweep_already_runs` where another process runs the sweep; nothing is to be begun then. A process of
 * another machine may have been killed: whether it renews its lease is waited for.
 */
export async function refuseWhileRun(
  store: Pick<Reading, 'runHolders'>,
  sweep: Pick<SweepName, 'id' | 'slug'>,
  leaseMs = RUN_LEASE_MS,
): Promise<void> {
  const until = performance.now() + 1.2 * leaseMs;
  let before: { readonly owner: string; readonly endsAt: number } | null = null;
  for (;;) {
    const holder = (await store.runHolders()).get(sweep.id);
    if (!holder) return;
    const { owner, leaseLeftMs } = holder;
    const by = processOf(owner);
    if (by && isGone(by)) return;
    const now = performance.now();
    // By this process's clock.
    const endsAt = now + leaseLeftMs;
    const renewed = before !== null && (owner !== before.owner || endsAt > before.endsAt + SLACK_MS);
    if (renewed || by?.host === hostname() || now > until) throw alreadyRuns(sweep, by);
    before = { owner, endsAt };
    await sleep(LOOK_MS);
  }
}
