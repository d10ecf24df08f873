import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '@latentsweep/core';
import type { WorkerContext } from './context.ts';
import type { HeldJob, Parting } from './held-job.ts';

type SettleContext = Pick<WorkerContext, 'held' | 'tell'>;

/** Keeps a job among those held until it is settled, which may take as long as the bus is away. */
export function letGoOf({ held, tell }: SettleContext, job: HeldJob, settling: Promise<void>): void {
  settling
    .catch((error: unknown) => {
      const { id: jobId, sweepId } = job.job;
      tell({ kind: 'not_delivered', jobId, sweepId, reason: reasonOf(error) });
    })
    .finally(() => held.delete(job))
    // What a listener of events throws is no reason to stop.
    .catch(() => {});
}

/** Gives back what has not begun; the rest ends at its next epoch. */
export function part(context: SettleContext, job: HeldJob, parting: Parting): void {
  if (job.letGo(parting)) letGoOf(context, job, job.finish());
}

/** Resolves when nothing is held any more, or after this time. */
export async function settledWithin({ held }: SettleContext, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (held.size > 0 && performance.now() < deadline) await sleep(10);
}
