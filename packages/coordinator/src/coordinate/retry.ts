import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TrialLedger, TryAgain } from '@latentsweep/store';

/** The ledger, each call of it tried again while the store cannot be reached, for `patienceMs()` at most. */
export function patientLedger(store: TrialLedger, patienceMs: () => number): TrialLedger {
  const patient =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    (...args: Args) =>
      retry(() => call(...args), patienceMs);
  return {
    acquireRun: patient((...args) => store.acquireRun(...args)),
    bestConfig: patient((...args) => store.bestConfig(...args)),
    artifactBytes: patient((...args) => store.artifactBytes(...args)),
    bandStand: patient((...args) => store.bandStand(...args)),
    claim: patient((...args) => store.claim(...args)),
    counts: patient((...args) => store.counts(...args)),
    expand: patient((...args) => store.expand(...args)),
    decideBand: patient((...args) => store.decideBand(...args)),
    incumbent: patient((...args) => store.incumbent(...args)),
    keepBadMessage: patient((...args) => store.keepBadMessage(...args)),
    quarantine: patient((...args) => store.quarantine(...args)),
    record: patient((...args) => store.record(...args)),
    aliveConfigs: patient((...args) => store.aliveConfigs(...args)),
    decideRung: patient((...args) => store.decideRung(...args)),
    endedConfigs: patient((...args) => store.endedConfigs(...args)),
    racedConfigs: patient((...args) => store.racedConfigs(...args)),
    releaseRun: patient((...args) => store.releaseRun(...args)),
    renewLeases: patient((...args) => store.renewLeases(...args)),
    requeue: patient((...args) => store.requeue(...args)),
    runningTrials: patient((...args) => store.runningTrials(...args)),
    searchHistory: patient((...args) => store.searchHistory(...args)),
    setSweepState: patient((...args) => store.setSweepState(...args)),
    waitingConfigs: patient((...args) => store.waitingConfigs(...args)),
    sweep: patient((...args) => store.sweep(...args)),
  };
}

/** Throws what the last try did, where it is no TryAgain or there is no patience left. */
export async function retry<T>(operation: () => Promise<T>, patienceMs: () => number): Promise<T> {
  const began = performance.now();
  for (let waitMs = 10; ; waitMs = Math.min(2 * waitMs, 1000)) {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      const elapsed = performance.now() - began;
      if (elapsed + waitMs > patienceMs()) throw gaveUp(error, elapsed);
    }
    await sleep(waitMs);
  }
}

/** The store's own words, where it says more than that it is away. */
function gaveUp(error: TryAgain, elapsedMs: number): TryAgain {
  if (error.code !== 'store_unreachable') return error;
  return new TryAgain(
    error.code,
    `The store could not be reached for ${Math.round(elapsedMs / 1000)} s: ${error.reason}`,
    'Nothing that was recorded is lost. See `sweep doctor`, then go on with `sweep resume`.',
    { cause: error.cause },
  );
}
