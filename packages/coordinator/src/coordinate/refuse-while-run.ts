import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import type { Reading, RunHolder, SweepName } from '@latentsweep/store';
import { alreadyRuns } from './lease.ts';
import { isGone, processOf } from './owner.ts';

const LOOK_MS = 250;
/** What the way to the database may add to when a lease seems to end; a renewal adds three times as much at least. */
const SLACK_MS = 300;

/** A holder, and when its lease ends by this process's clock. */
interface Seen {
  readonly holder: RunHolder;
  readonly endsAt: number;
}

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
  let before: Seen | null = null;
  for (;;) {
    const holder = (await store.runHolders()).get(sweep.id);
    if (!holder) return;
    const now = performance.now();
    const seen = { holder, endsAt: now + holder.leaseLeftMs };
    const verdict = now > until ? 'runs' : signOfLife(seen, before);
    if (verdict === 'gone') return;
    if (verdict === 'runs') throw alreadyRuns(sweep, processOf(holder.owner));
    before = seen;
    await sleep(LOOK_MS);
  }
}

/** `unknown`: look again. */
function signOfLife(seen: Seen, before: Seen | null): 'runs' | 'gone' | 'unknown' {
  const by = processOf(seen.holder.owner);
  if (by?.host === hostname()) return isGone(by) ? 'gone' : 'runs';
  if (before === null) return 'unknown';
  const renewed = seen.holder.owner !== before.holder.owner || seen.endsAt > before.endsAt + SLACK_MS;
  return renewed ? 'runs' : 'unknown';
}
