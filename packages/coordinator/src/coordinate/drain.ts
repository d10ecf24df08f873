import { performance } from 'node:perf_hooks';
import { MESSAGE_VERSION } from '@latentsweep/bus';
import type { Lease } from './lease.ts';
import { heardWithin } from './reconcile.ts';
import type { Run, Stop } from './run.ts';

/** How long workers get to come to the end of an epoch. */
const PATIENCE_MS = 60_000;
/** The user waits for the prompt. */
const PATIENCE_ABORTED_MS = 1500;
const ASK_MS = 50;
/** On a bus between machines each request costs something. */
const ASK_LASTING_MS = 500;

/** Takes jobs back from the bus and asks workers to let go of theirs, until all have or patience ends. */
export async function drain(run: Run, stop: Stop, lease: Lease): Promise<void> {
  const began = performance.now();
  const { inFlight, options } = run;
  const { lasting } = options.bus;
  const heardMs = heardWithin(options.leaseMs);
  const patienceMs = () => (stop.do === 'stop' && options.signal.aborted ? PATIENCE_ABORTED_MS : PATIENCE_MS);
  while (inFlight.awaited > 0 && !run.fault && performance.now() - began < patienceMs()) {
    const now = performance.now();
    // Nobody who lives has any of them.
    if (lasting && now - began > heardMs && inFlight.heardOf(heardMs, now) === 0) return;
    await takeBack(run);
    await lease.keep();
    await run.bell.wait(lasting ? ASK_LASTING_MS : ASK_MS);
  }
}

/** Asked again and again: a job may have been on its way from the bus to a worker, where neither request finds it. */
export async function takeBack({ inFlight, outbox, options, sweep }: Run): Promise<void> {
  const { bus } = options;
  for (const { milestones } of outbox.takeBack()) inFlight.giveBack(milestones.map(({ trialId }) => trialId));
  if (bus.lasting) {
    // Whether a job waits, or was given back by a worker and waits for the next, only its id finds it for sure.
    await bus.retractJobs(inFlight.giveBackUnbegun());
  } else {
    for (const { milestones } of await bus.purgeJobs(sweep.id)) {
      inFlight.giveBack(milestones.map(({ trialId }) => trialId));
    }
  }
  bus.publishControl({ v: MESSAGE_VERSION, action: 'cancel', sweepId: sweep.id });
}
