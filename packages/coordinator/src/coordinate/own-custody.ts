import type { Custody } from './custody.ts';
import type { Run } from './run.ts';

/** Of trials on a bus that ends with this process: nobody else can have them, and none outlives the run. */
export function ownCustody({ store, sweep, owner, ledger, inFlight, options: { bus } }: Run): Custody {
  return {
    keepUpMs: Number.POSITIVE_INFINITY,
    async keepUp() {},
    async takeOver() {
      ledger.returned(await store.requeue(sweep.id, null, owner));
    },
    async recallJobs() {
      inFlight.giveBackJobs(await bus.purgeJobs(sweep.id));
    },
    isForsaken: () => false,
    leavesRunning: () => false,
  };
}
