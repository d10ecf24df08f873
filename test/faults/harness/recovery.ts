import type { Change } from './audit.ts';
import { hasEnded } from './verdict.ts';

/**
 * The slowest recovery, in milliseconds: from a fault to the end of the last trial that was at work then, however often
 * it had to run again, or, where none was, to the next change of any trial. Null where there was no fault.
 */
export function slowestRecovery(changes: readonly Change[], faultsAt: readonly number[]): number | null {
  const recoveries = faultsAt.map((at) => recovery(changes, at));
  return recoveries.length === 0 ? null : Math.max(...recoveries);
}

function recovery(changes: readonly Change[], at: number): number {
  const atWork = new Set<number>();
  let last: number | null = null;
  let next: number | null = null;
  for (const { at: changedAt, trialId, to } of changes) {
    if (changedAt <= at) {
      if (to === 'running') atWork.add(trialId);
      else atWork.delete(trialId);
      continue;
    }
    next ??= changedAt;
    if (hasEnded(to) && atWork.delete(trialId)) last = changedAt;
  }
  return (last ?? next ?? at) - at;
}
