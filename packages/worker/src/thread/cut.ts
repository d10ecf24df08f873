import { isTraining, type Job } from '@latentsweep/bus';
import { shapeOf } from '@latentsweep/core';

/** Equal for jobs that can be trained together. */
export function jobShape(job: Job): string {
  return `${isTraining(job) ? shapeOf(job.config) : ''} ${job.dataset}`;
}

/**
 * A job that ran before and did not end may have killed its thread. It goes alone: so a death that a cohort shared is
 * charged once to each of it, and the next ones only to the job that kills.
 */
const isSuspect = ({ milestones }: Job): boolean => milestones.some(({ attempt }) => attempt > 1);

/**
 * Which jobs of a batch, by their places in it, are trained together: those of one shape, `width` at most, in the order
 * in which they come.
 */
export function cutIntoCohorts(jobs: readonly Job[], width: number): number[][] {
  const places = [...jobs.keys()];
  if (width <= 1) return places.map((place) => [place]);
  const groups = Map.groupBy(places, (place) =>
    isSuspect(jobs[place]!) ? String(place) : jobShape(jobs[place]!),
  );
  return [...groups.values()].flatMap((group) => chunks(group, width));
}

export function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
