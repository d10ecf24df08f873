import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { RUN_LEASE_MS } from '@latentsweep/bus';
import { InputError } from '@latentsweep/core';
import { type Sweep, TakenOver, type TrialLedger } from '@latentsweep/store';
import type { RunProcess } from './owner.ts';
import type { RunOptions } from './run.ts';

/** How often it is renewed or asked for before it runs out. */
const TIMES = 3;
const TRIES = 15;

/** A sweep has one coordinator at a time: the one that holds this lease and renews it. */
export interface Lease {
  /** Renews it where that is due. Throws TakenOver where another process has it. */
  keep(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the sweep's lease; waits for the one of a coordinator that was killed to run out. Null if aborted. Throws
 * InputError `sweep_already_runs` if another coordinator renews it.
 */
export async function takeLease(
  store: TrialLedger,
  owner: string,
  { sweep, signal }: Pick<RunOptions, 'sweep' | 'signal'>,
  leaseMs = RUN_LEASE_MS,
): Promise<Lease | null> {
  const until = performance.now() + 1.2 * leaseMs;
  let askAt = 0;
  const ask = async () => {
    const has = await store.acquireRun(sweep.id, owner, leaseMs);
    askAt = performance.now() + leaseMs / TIMES;
    return has;
  };
  const lease: Lease = {
    async keep() {
      if (performance.now() < askAt || (await ask())) return;
      throw new TakenOver(
        `Another process took the sweep '${sweep.slug}' over, because this one had not been heard of for ${leaseMs / 1000} s.`,
      );
    },
    // It runs out by itself, and what went wrong with the store was thrown already.
    release: () => store.releaseRun(sweep.id, owner).catch(() => {}),
  };
  while (!signal.aborted) {
    if (await ask()) return lease;
    if (performance.now() > until) throw alreadyRuns(sweep, null);
    await sleep(leaseMs / TRIES);
  }
  return null;
}

/** `by`: who runs it, where that is known. */
export function alreadyRuns({ id, slug }: Pick<Sweep, 'id' | 'slug'>, by: RunProcess | null): InputError {
  const where =
    by === null ? '' : `: process ${by.pid} on ${by.host === hostname() ? 'this machine' : by.host}`;
  return new InputError(
    'sweep_already_runs',
    `Another process is running the sweep '${slug}'${where}.`,
    `See how it goes with \`sweep show ${id}\`, or end it with \`sweep pause ${id}\`.`,
  );
}
