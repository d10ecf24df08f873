import { type Job, MESSAGE_VERSION } from '@latentsweep/bus';
import type { DatasetSpec } from '@latentsweep/core';
import type { ClaimedTrial } from '@latentsweep/store';

/** One job for each (run, replicate) among the claimed trials, in the order in which they first appear. */
export function jobsOf(
  claimed: readonly ClaimedTrial[],
  { engine, dataset }: { readonly engine: string; readonly dataset: DatasetSpec },
): Job[] {
  const groups = Map.groupBy(claimed, (t) => `${t.sweepId}.${t.runHash}.${t.replicate}`);
  return [...groups.values()].map((trials) => jobOf(trials, engine, dataset));
}

function jobOf(trials: readonly ClaimedTrial[], engine: string, dataset: DatasetSpec): Job {
  const rising = trials.toSorted((a, b) => epochsOf(a) - epochsOf(b));
  const first = rising[0]!;
  return {
    v: MESSAGE_VERSION,
    id: `${first.sweepId}.${first.id}.${first.attempt}`,
    sweepId: first.sweepId,
    engine,
    dataset,
    config: rising.at(-1)!.config,
    replicate: first.replicate,
    seed: first.seed,
    milestones: rising.map((trial) => ({
      trialId: trial.id,
      epochs: epochsOf(trial),
      attempt: trial.attempt,
    })),
  };
}

function epochsOf(trial: ClaimedTrial): number {
  return trial.config['epochs'] as number;
}
