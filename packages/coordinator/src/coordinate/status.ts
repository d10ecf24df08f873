import { performance } from 'node:perf_hooks';
import type { Sweep, TrialCounts } from '@latentsweep/store';
import type { RunStatus } from '../port.ts';
import { mostTrials } from './race-stage.ts';
import { secondsLeft } from './rate.ts';
import type { Run } from './run.ts';

export function statusOf(run: Run): RunStatus {
  const { sweep, ledger, rate, best, inFlight } = run;
  const { counts } = ledger;
  const total = totalOf(counts, sweep);
  const now = performance.now();
  const trialsPerSecond = rate.perSecond(now);
  const left = total - endedOf(counts);
  return {
    sweep,
    counts,
    total,
    endedHere: rate.total,
    trialsPerSecond,
    secondsLeft: secondsLeft(left, trialsPerSecond),
    slotsWanted: Math.ceil(left / ledger.trialsPerJob),
    best,
    jobs: inFlight.atWork(now),
    // Where trials end all the same, there is another worker.
    notice: rate.total === 0 ? run.notice : null,
  };
}

/** Trials in the end: the rows, once all are made; as many as there may be before that. */
export function totalOf(
  counts: TrialCounts,
  sweep: Pick<Sweep, 'expanded' | 'cursor' | 'plannedTrials'>,
): number {
  const rows = counts.queued + counts.running + counts.waiting + endedOf(counts);
  return sweep.expanded ? rows : Math.max(rows, mostTrials(sweep));
}

/** `reused` trials are among the completed and diverged ones. */
export function endedOf({
  completed,
  pruned,
  diverged,
  failed,
  quarantined,
  cancelled,
}: TrialCounts): number {
  return completed + pruned + diverged + failed + quarantined + cancelled;
}
