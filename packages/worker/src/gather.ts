import type { Delivery, Job } from '@latentsweep/bus';
import type { WorkerContext } from './context.ts';
import { pull } from './pull.ts';

/** For more jobs that are just being sent; none waits longer for a cohort to be full. */
const MORE_MS = 20;

type GatherContext = Pick<WorkerContext, 'now'> & Parameters<typeof pull>[0];

/**
 * Up to `most` jobs for cohorts, in the order of the bus, which has those of one shape together. They are pulled a few
 * at a time, so that slots which ask at once share what is there.
 */
export async function gather(context: GatherContext, most: number): Promise<Delivery<Job>[]> {
  const portion = Math.ceil(most / context.now.slots.length);
  const jobs = await pull(context, portion);
  while (jobs.length > 0 && jobs.length < most && !context.stopping.aborted) {
    const more = await pull(context, Math.min(portion, most - jobs.length), { waitMs: MORE_MS });
    if (more.length === 0) break;
    jobs.push(...more);
  }
  if (!context.stopping.aborted) return jobs;
  await Promise.allSettled(jobs.map((delivery) => delivery.nak()));
  return [];
}
