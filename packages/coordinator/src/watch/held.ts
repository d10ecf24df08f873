import { plural } from '@latentsweep/core';
import type { RunningTrial, SeenWorker } from '@latentsweep/store';
import { type Held, stateOfWorker } from './sighting.ts';

/** Running trials of workers that are lost or gone, by worker, the longest lease first. */
export function heldByLost(
  running: readonly Pick<RunningTrial, 'worker' | 'leaseLeftMs'>[],
  workers: readonly SeenWorker[],
): Held[] {
  const alive = new Set(
    workers.filter((worker) => !['lost', 'gone'].includes(stateOfWorker(worker))).map(({ name }) => name),
  );
  const lost = running.filter(({ worker }) => worker !== null && !alive.has(worker));
  return [...Map.groupBy(lost, ({ worker }) => worker!)]
    .map(([worker, trials]) => ({
      worker,
      trials: trials.length,
      leaseLeftMs: Math.max(0, ...trials.map(({ leaseLeftMs }) => leaseLeftMs)),
    }))
    .sort((a, b) => b.leaseLeftMs - a.leaseLeftMs);
}

/** `4 trials wait for the lease of worker w2, which is lost: 18 s left`, or null where none does. */
export function leaseText([first, ...others]: readonly Held[]): string | null {
  if (!first) return null;
  const trials = [first, ...others].reduce((sum, held) => sum + held.trials, 0);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  const verb = trials === 1 ? 'waits' : 'wait';
  const is = others.length === 0 ? 'which is lost' : 'which are lost';
  return `${plural(trials, 'trial')} ${verb} for the lease of worker ${first.worker}${more}, ${is}: ${Math.ceil(first.leaseLeftMs / 1000)} s left`;
}
