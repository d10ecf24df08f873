import { performance } from 'node:perf_hooks';
import { jobsOf } from '../plan/jobs.ts';
import { heardWithin, judge, type Lapsed, MOST_DEATHS } from './reconcile.ts';
import { jobsContext } from './relay.ts';
import { addCounts, type Run } from './run.ts';

/**
 * Renews the leases of trials that are known to be at work or on their way, and takes back those whose leases ran
 * out: their workers died, or their jobs were lost. For a bus whose messages outlive a process.
 */
export async function upkeep(run: Run): Promise<void> {
  const { bus } = run.options;
  if (!bus.connected) return;
  const busHasAny = (await bus.messagesLeft()) > 0;
  const leases = run.inFlight.renewals(heardWithin(run.options.leaseMs), performance.now(), busHasAny);
  const renewed = new Set(leases.map(({ trialId }) => trialId));
  if (leases.length > 0) {
    const { leaseMs } = run.options;
    const running = new Set(await run.store.renewLeases(run.sweep.id, leases, run.owner, leaseMs));
    forgetEnded(run, [...renewed], running);
  }
  const silent = run.inFlight.all.filter((id) => !renewed.has(id));
  if (silent.length > 0) {
    const running = await run.store.runningTrials(run.sweep.id);
    forgetEnded(run, silent, new Set(running.map(({ id }) => id)));
  }
  if (!run.attention.canJudge(performance.now())) return;
  const lapsed = await run.store.runningTrials(run.sweep.id, { expired: true });
  if (lapsed.length === 0) return;
  const known = lapsed.map((trial): Lapsed => {
    const flying = run.inFlight.trial(trial.id);
    return { id: trial.id, deaths: trial.deaths, worker: flying ? flying.worker : trial.worker };
  });
  const jobIds = new Set(jobsOf(lapsed, jobsContext(run)).map(({ id }) => id));
  for (const { id } of lapsed) {
    const flying = run.inFlight.trial(id);
    if (flying) jobIds.add(flying.jobId);
  }
  await takeBack(run, known, `it was not heard of for ${Math.round(run.options.leaseMs / 1000)} s`);
  await bus.retractJobs([...jobIds]);
}

/** Trials that ended without this coordinator being told: another one, which had pulled their results, wrote them. */
function forgetEnded(run: Run, trialIds: readonly number[], running: ReadonlySet<number>): void {
  for (const id of trialIds) if (!running.has(id)) run.inFlight.remove(id);
}

/** Threads died at jobs, as their workers said. */
export async function chargeDeaths(run: Run): Promise<void> {
  for (const { jobId, worker, reason } of run.deaths.splice(0)) {
    const lapsed = run.inFlight
      .openTrials(jobId)
      .map((id) => ({ id, worker, deaths: run.inFlight.trial(id)!.deaths }));
    await takeBack(run, lapsed, reason);
  }
}

async function takeBack(run: Run, lapsed: readonly Lapsed[], reason: string): Promise<void> {
  const { store, sweep, owner } = run;
  const { requeue, charge, quarantine } = judge(lapsed);
  let requeued = 0;
  let ended = 0;
  if (requeue.length > 0) requeued += await store.requeue(sweep.id, requeue, owner);
  for (const [worker, ids] of charge) {
    requeued += await store.requeue(sweep.id, ids, owner, { worker, reason });
    run.options.onDeath({ trialIds: ids, worker, reason, quarantined: false });
  }
  for (const [worker, ids] of quarantine) {
    ended += await store.quarantine(sweep.id, ids, owner, { worker, reason });
    run.options.onDeath({ trialIds: ids, worker, reason, quarantined: true });
    const error = `${MOST_DEATHS} workers died at it, the last one because ${reason}`;
    const now = performance.now();
    for (const id of ids) {
      const trial = run.inFlight.trial(id);
      if (trial) run.beginning.note(trial.jobId, error, (now - run.startedAt) / 1000);
    }
  }
  for (const { id } of lapsed) run.inFlight.remove(id);
  run.queued += requeued;
  run.counted = false;
  addCounts(run, { queued: requeued, quarantined: ended, running: -(requeued + ended) });
}
