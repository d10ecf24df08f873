import { performance } from 'node:perf_hooks';
import { type LetGo, MESSAGE_VERSION } from '@latentsweep/bus';
import type { Custody, Ending } from './custody.ts';
import type { Lease } from './lease.ts';
import { PATIENCE_ABORTED_MS, type Run, type Stop } from './run.ts';

/** How long workers get to come to the end of an epoch. */
const PATIENCE_MS = 60_000;

/** Recalls what is in flight until all has come back or patience ends. */
export async function drain(run: Run, custody: Custody, stop: Stop, lease: Lease): Promise<void> {
  const began = performance.now();
  const { inFlight, options } = run;
  const patienceMs = () =>
    stop.outcome !== 'completed' && options.signal.aborted ? PATIENCE_ABORTED_MS : PATIENCE_MS;
  for (;;) {
    const elapsed = performance.now() - began;
    if (inFlight.awaited === 0 || run.fault || elapsed >= patienceMs() || custody.isForsaken(elapsed)) return;
    await recall(run, custody, stop);
    await lease.keep();
    await run.bell.wait(options.bus.pace.askMs);
  }
}

/**
 * Takes jobs back from the bus and asks workers to let go of theirs. To be called again and again: a job may have been on
 * its way from the bus to a worker, where neither request finds it.
 */
export async function recall(run: Run, custody: Custody, ending: Ending): Promise<void> {
  const { inFlight, sender, options, sweep } = run;
  inFlight.giveBackJobs(sender.withdraw());
  await custody.recallJobs();
  const why = whyOf(ending);
  options.bus.publishControl({ v: MESSAGE_VERSION, action: 'let go', why, sweepId: sweep.id });
}

function whyOf(ending: Ending): LetGo {
  const outcome = ending === 'fault' ? null : ending.outcome;
  return outcome === 'paused' || outcome === 'cancelled' ? outcome : 'ending';
}
