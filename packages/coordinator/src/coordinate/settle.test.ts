import { expect, it } from 'vitest';
import { settleStopped } from './settle.ts';

/** Trials that run under a lease that is held for the first `held` requests, and are let go of at `letGoAt`. */
function storeWith({ held, letGoAt = Number.POSITIVE_INFINITY }: { held: number; letGoAt?: number }) {
  const seen = { requests: 0, requeued: false, released: false };
  return {
    seen,
    counts: async () => {
      const running = seen.requeued || seen.requests >= letGoAt ? 0 : 7;
      return {
        ...{ queued: 0, running, completed: 0, diverged: 0 },
        ...{ failed: 0, quarantined: 0, cancelled: 0, waiting: 0, pruned: 0, reused: 0 },
      };
    },
    acquireRun: async () => ++seen.requests > held,
    requeue: async () => {
      seen.requeued = true;
      return 7;
    },
    releaseRun: async () => {
      seen.released = true;
    },
  };
}

it('puts back the trials of a process that was killed, once its lease has run out', async () => {
  const store = storeWith({ held: 2 });
  await settleStopped(store, 1, 300);
  expect(store.seen).toEqual({ requests: 3, requeued: true, released: true });
});

it('leaves the trials of a process that lives to it', async () => {
  const store = storeWith({ held: 100, letGoAt: 2 });
  await settleStopped(store, 1, 300);
  expect(store.seen).toMatchObject({ requests: 2, requeued: false });
});

it('does not wait for ever for a process that takes its time', async () => {
  const store = storeWith({ held: 100 });
  await settleStopped(store, 1, 300);
  expect(store.seen.requeued).toBe(false);
});
