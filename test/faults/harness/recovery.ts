import type { Change } from './audit.ts';

/**
 * The slowest recovery, in milliseconds: from a fault to the moment at which all trials that were at work then had
 * ended or were back in the queue, or, where none was, to the next change of any trial. Null where no fault was.
 */
export function slowestRecovery(changes: readonly Change[], faultsAt: readonly number[]): number | null {
  const recoveries = faultsAt.map((at) => recovery(changes, at));
  return recoveries.length === 0 ? null : Math.max(...recoveries);
}

function recovery(changes: readonly Change[], at: number): number {
  const atWork = new Set<number>();
  let last: number | null = null;
  let next: number | null = null;
  for (const change of changes) {
    if (change.at <= at) {
      if (change.to === 'running') atWork.add(change.trialId);
      else atWork.delete(change.trialId);
      continue;
    }
    next ??= change.at;
    if (atWork.delete(change.trialId)) last = change.at;
  }
  return (last ?? next ?? at) - at;
}
