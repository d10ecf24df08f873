import { isTraining, type Job, MESSAGE_VERSION } from '@latentsweep/bus';
import { type ConfigSpace, lengthOf, shapeOf } from '@latentsweep/core';
import type { ClaimedTrial } from '@latentsweep/store';

/**
 * One job for each (run, replicate) among the claimed trials, in the order in which they first appear. What is left of
 * a job, whose first milestones have ended, makes a job with the same id.
 */
export function jobsOf(claimed: readonly ClaimedTrial[], common: JobsContext): Job[] {
  const groups = Map.groupBy(claimed, (t) => `${t.sweepId}.${t.runHash}.${t.replicate}`);
  return [...groups.values()].map((trials) => jobOf(trials, common));
}

/** Jobs of one shape next to each other, so that a worker that trains them as one gets them together. */
export function byShape(jobs: readonly Job[]): Job[] {
  return [...Map.groupBy(jobs, (job) => isTraining(job) && shapeOf(job.config)).values()].flat();
}

export interface JobsContext extends Pick<Job, 'engine' | 'dataset' | 'requires'> {
  readonly space: ConfigSpace;
}

function jobOf(trials: readonly ClaimedTrial[], { space, engine, dataset, requires }: JobsContext): Job {
  const epochsOf = ({ config, until }: ClaimedTrial) =>
    space.milestones === null ? 1 : (until ?? lengthOf(space, config));
  const rising = trials.toSorted((a, b) => epochsOf(a) - epochsOf(b));
  const last = rising.at(-1)!;
  const { until } = last;
  return {
    v: MESSAGE_VERSION,
    id: `${last.sweepId}.${last.id}.${last.attempt}`,
    sweepId: last.sweepId,
    engine,
    requires,
    dataset,
    config: space.read(
      until !== null && space.milestones !== null
        ? { ...last.config, [space.milestones]: until }
        : last.config,
    ),
    ...(until !== null && space.milestones === null ? { until } : {}),
    replicate: last.replicate,
    seed: last.seed,
    milestones: rising.map((trial) => ({
      trialId: trial.id,
      epochs: epochsOf(trial),
      attempt: trial.attempt,
    })),
  };
}
