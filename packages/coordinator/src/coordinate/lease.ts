import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '@latentsweep/core';
import type { Run } from './run.ts';

/** A sweep has one coordinator at a time: the one that holds this lease and renews it several times over. */
export const LEASE_MS = 3000;
const TRY_AGAIN_MS = 200;

/**
 * Takes the sweep's lease; waits for the one of a coordinator that was killed to run out. Returns the owner's name,
 * or null if aborted. Throws InputError `sweep_already_runs` if another coordinator renews it.
 */
export async function takeLease(run: Run): Promise<string | null> {
  const { sweep, store, options } = run;
  const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  const until = performance.now() + LEASE_MS + 500;
  while (!options.signal.aborted) {
    if (await store.acquireRun(sweep.id, owner, LEASE_MS)) return owner;
    if (performance.now() > until) {
      throw new InputError(
        'sweep_already_runs',
        `Another process is running the sweep '${sweep.slug}'.`,
        `Watch it with \`sweep show ${sweep.slug}\`, or end it with \`sweep pause ${sweep.slug}\`.`,
      );
    }
    await sleep(TRY_AGAIN_MS);
  }
  return null;
}
