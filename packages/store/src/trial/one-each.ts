import type { TrialOutcome } from '../port.ts';

/** One outcome a trial, which a batch of them is recorded by: the first result, or else the failure of the latest attempt. */
export function oneEach(outcomes: readonly TrialOutcome[]): Map<number, TrialOutcome> {
  const chosen = new Map<number, TrialOutcome>();
  for (const outcome of outcomes) {
    const other = chosen.get(outcome.trialId);
    const better =
      other?.result.outcome === 'failed' &&
      (outcome.result.outcome !== 'failed' || outcome.attempt > other.attempt);
    if (!other || better) chosen.set(outcome.trialId, outcome);
  }
  return chosen;
}
