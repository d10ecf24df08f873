import { performance } from 'node:perf_hooks';
import { TRIAL_RENEWALS } from '@latentsweep/bus';
import { jobsOf } from '../plan/jobs.ts';
import type { Custody } from './custody.ts';
import { endAttempts } from './deaths.ts';
import { heardWithin, type Lapsed } from './reconcile.ts';
import { jobsContext } from './relay.ts';
import type { Run } from './run.ts';

/**
 * Of trials on a bus whose messages outlive this process: a worker has them by a lease, which is renewed while it is
 * heard of. What runs when a coordinator ends goes on, and the next one takes it over.
 */
export function leasedCustody(run: Run): Custody {
  const { bus, leaseMs } = run.options;
  const heardMs = heardWithin(leaseMs);
  return {
    keepUpMs: leaseMs / TRIAL_RENEWALS,
    keepUp: () => keepUp(run, heardMs),
    takeOver: () => adoptRunning(run),
    // Whether a job waits, or was given back by a worker and waits for the next, only its id finds it for sure.
    recallJobs: () => bus.retractJobs(run.inFlight.giveBackUnbegun()),
    isForsaken: (askedForMs) =>
      askedForMs > heardMs && run.inFlight.heardOf(heardMs, performance.now()) === 0,
    leavesRunning: (ending) => ending === 'fault' || ending.outcome === 'interrupted',
  };
}

/**
 * Takes over what the rows call running: another coordinator sent it out. Where a worker is at it, that will be heard;
 * where not, its lease runs out.
 */
async function adoptRunning(run: Run): Promise<void> {
  const running = await run.store.runningTrials(run.sweep.id);
  const unknown = running.filter(({ id }) => run.inFlight.trial(id) === null);
  run.inFlight.add(jobsOf(unknown, jobsContext(run)), unknown, 'unknown');
}

/**
 * Renews the leases of trials that are known to be at work or on their way, and ends the attempts of those whose leases
 * ran out: their workers died, or their jobs were lost.
 */
async function keepUp(run: Run, heardMs: number): Promise<void> {
  const { bus, leaseMs } = run.options;
  if (!bus.connected) return;
  const busHasAny = (await bus.messagesLeft()) > 0;
  const leases = run.inFlight.renewals(heardMs, performance.now(), busHasAny);
  const renewed = new Set(leases.map(({ trialId }) => trialId));
  if (leases.length > 0) {
    const running = new Set(await run.store.renewLeases(run.sweep.id, leases, run.owner, leaseMs));
    forgetEnded(run, [...renewed], running);
  }
  const silent = run.inFlight.all.filter((id) => !renewed.has(id));
  if (silent.length > 0) {
    const running = await run.store.runningTrials(run.sweep.id);
    forgetEnded(run, silent, new Set(running.map(({ id }) => id)));
  }
  if (run.attention.canJudge(performance.now())) await endLapsed(run);
}

/** Trials that ended without this coordinator being told: another one, which had pulled their results, wrote them. */
function forgetEnded(run: Run, trialIds: readonly number[], running: ReadonlySet<number>): void {
  for (const id of trialIds) if (!running.has(id)) run.inFlight.remove(id);
}

async function endLapsed(run: Run): Promise<void> {
  const { bus, leaseMs } = run.options;
  const lapsed = await run.store.runningTrials(run.sweep.id, { expired: true });
  if (lapsed.length === 0) return;
  const jobIds = new Set(jobsOf(lapsed, jobsContext(run)).map(({ id }) => id));
  const known = lapsed.map(({ id, deaths, worker }): Lapsed => {
    const flying = run.inFlight.trial(id);
    if (flying) jobIds.add(flying.jobId);
    return { id, deaths, worker: flying ? flying.worker : worker };
  });
  await endAttempts(run, known, `it was not heard of for ${Math.round(leaseMs / 1000)} s`);
  await bus.retractJobs([...jobIds]);
}
