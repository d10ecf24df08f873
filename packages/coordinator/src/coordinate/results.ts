import { performance } from 'node:perf_hooks';
import type { TrialOutcome } from '@latentsweep/store';
import type { Follower } from './desk.ts';
import type { Run } from './run.ts';

/** Keeps a run's picture of its trials up to date with the results that were written. */
export function followResults(run: Run): Follower {
  return {
    sweepId: run.sweep.id,
    awaited: () => run.inFlight.awaited,
    noteWritten(outcomes, ended, waiting) {
      const latest = new Map(outcomes.map((outcome) => [outcome.trialId, outcome]));
      note(
        run,
        [...latest.values()].filter(({ trialId }) => ended.has(trialId)),
        waiting,
      );
      for (const { trialId, result } of latest.values()) {
        // A failure of an earlier attempt ends nothing.
        if (result.outcome !== 'failed' || ended.has(trialId)) run.inFlight.remove(trialId);
      }
      run.bell.ring();
    },
  };
}

function note(run: Run, outcomes: readonly TrialOutcome[], waiting: ReadonlySet<number>): void {
  if (outcomes.length === 0) return;
  run.rate.note(outcomes.length, performance.now());
  const changes = { completed: 0, waiting: 0, diverged: 0, failed: 0 };
  for (const { trialId, result } of outcomes) {
    changes[waiting.has(trialId) ? 'waiting' : result.outcome] += 1;
    const trial = run.inFlight.trial(trialId);
    if (!trial) continue;
    const error = result.outcome === 'failed' ? result.error : null;
    run.beginning.note(trial.jobId, error, run.seconds);
  }
  run.bestIsOld = true;
  run.ledger.ended(changes);
}
