import type { TrialDeath } from '../port.ts';
import type { Making } from './making.ts';
import { judge, type Lapsed, MOST_DEATHS } from './reconcile.ts';
import type { Run } from './run.ts';

/** Threads died at jobs, as their workers said. */
export async function chargeDeaths(run: Run): Promise<void> {
  for (const { jobId, worker, reason } of run.deaths.splice(0)) {
    const lapsed = run.inFlight
      .openTrials(jobId)
      .map((id) => ({ id, worker, deaths: run.inFlight.trial(id)!.deaths }));
    await endAttempts(run, lapsed, reason);
  }
}

/** Trials whose attempts ended without a result wait again, or have killed so many workers that they do not. */
export async function endAttempts(run: Run, lapsed: readonly Lapsed[], reason: string): Promise<void> {
  await chargeLapsed(run, lapsed, reason, (death) => {
    run.options.onDeath(death);
    if (death.quarantined) noteQuarantined(run, death.trialIds, reason);
  });
  for (const { id } of lapsed) run.inFlight.remove(id);
}

/** The same in the store alone. */
export async function chargeLapsed(
  { store, sweep, owner, ledger }: Making,
  lapsed: readonly Lapsed[],
  reason: string,
  onDeath: (death: TrialDeath) => void,
): Promise<void> {
  for (const { ids, worker, quarantined } of judge(lapsed)) {
    if (worker === null) {
      ledger.returned(await store.requeue(sweep.id, ids, owner));
      continue;
    }
    const death = { worker, reason };
    if (quarantined) ledger.ended({ quarantined: await store.quarantine(sweep.id, ids, owner, death) });
    else ledger.returned(await store.requeue(sweep.id, ids, owner, death));
    onDeath({ trialIds: ids, ...death, quarantined });
  }
}

function noteQuarantined(run: Run, trialIds: readonly number[], reason: string): void {
  const error = `${MOST_DEATHS} workers died at it, the last one because ${reason}`;
  for (const id of trialIds) {
    const trial = run.inFlight.trial(id);
    if (trial) run.beginning.note(trial.jobId, error, run.seconds);
  }
}
