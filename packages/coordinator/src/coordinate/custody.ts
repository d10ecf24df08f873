import type { Run, Stop } from './run.ts';

/**
 * In whose keeping a sweep's trials are while they are away from the store. One is chosen for a run, by whether the bus
 * outlives it: `ownCustody`, where whatever is not done goes back, or `leasedCustody`, where it goes on without this
 * process. See docs/decisions/0017-custody.md.
 */
export interface Custody {
  /** Sees to trials whose rows are running, but which are not in flight here: at the beginning, and where some are left. */
  takeOver(): Promise<void>;
  /** Between two calls of `keepUp`; infinite where there is nothing to keep up. */
  readonly keepUpMs: number;
  keepUp(): Promise<void>;
  /** Takes back jobs that are on the bus and that no worker has. */
  recallJobs(): Promise<void>;
  /** So long after workers were first asked to let go of theirs, none that lives has any. */
  isForsaken(askedForMs: number): boolean;
  /** Whether trials at work are left to the coordinator that comes next. */
  leavesRunning(ending: Ending): boolean;
}

/** How a run ends: as decided, or by a fault that is thrown. */
export type Ending = Stop | 'fault';

/** Puts back into the queue what workers or the bus gave back. */
export async function putBack(run: Run, trialIds: readonly number[]): Promise<void> {
  if (trialIds.length === 0) return;
  run.ledger.returned(await run.store.requeue(run.sweep.id, trialIds, run.owner));
  for (const id of trialIds) run.inFlight.remove(id);
}
