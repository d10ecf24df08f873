/**
 * Goes before the command line in a process that is to have a fault (`node --import`). Production code has no seams for
 * this: where it imports the store, the bus or the trainer, it gets them wrapped. What is to happen is in `PLAN`.
 */

import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { shiftClock } from './clock.ts';
import { plan } from './plan.ts';
import { startThreadsWith } from './threads.ts';

/** What is imported, by whom, and what they get instead. */
const WRAPPERS = [
  { specifier: '@latentsweep/store', parent: '/packages/cli/', wrapper: 'store.ts' },
  { specifier: '@latentsweep/bus', parent: '/packages/cli/', wrapper: 'bus.ts' },
  { specifier: './trainer.ts', parent: '/packages/worker/src/thread/thread.ts', wrapper: 'trainer.ts' },
] as const;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const wrapped = WRAPPERS.find(
      (one) => one.specifier === specifier && context.parentURL?.includes(one.parent),
    );
    if (!wrapped) return nextResolve(specifier, context);
    return nextResolve(new URL(wrapped.wrapper, import.meta.url).href, context);
  },
});

if (plan.clockAheadMs !== undefined) shiftClock(plan.clockAheadMs);
if (isMainThread) startThreadsWith(import.meta.filename);
