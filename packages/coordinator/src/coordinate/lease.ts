import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, LatentsweepError } from '@latentsweep/core';
import type { CoordinateOptions } from '../port.ts';
import type { PatientStore } from './retry.ts';

const LEASE_MS = 3000;
/** Three chances before it runs out. */
const RENEW_MS = LEASE_MS / 3;
const TRY_AGAIN_MS = 200;

/** A sweep has one coordinator at a time: the one that holds this lease and renews it. */
export interface Lease {
  /** Renews it where that is due. Throws `sweep_taken_over` where another process has it. */
  keep(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the sweep's lease; waits for the one of a coordinator that was killed to run out. Null if aborted. Throws
 * InputError `sweep_already_runs` if another coordinator renews it.
 */
export async function takeLease(
  store: PatientStore,
  { sweep, signal }: Pick<CoordinateOptions, 'sweep' | 'signal'>,
): Promise<Lease | null> {
  const owner = `${hostname()}:${process.pid}:${randomUUID()}`;
  const until = performance.now() + LEASE_MS + 500;
  while (!signal.aborted) {
    if (await store.acquireRun(sweep.id, owner, LEASE_MS)) return held(store, sweep, owner);
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

function held(
  store: PatientStore,
  { id, slug }: { readonly id: number; readonly slug: string },
  owner: string,
): Lease {
  let renewAt = performance.now() + RENEW_MS;
  return {
    async keep() {
      if (performance.now() < renewAt) return;
      if (!(await store.acquireRun(id, owner, LEASE_MS))) {
        throw new LatentsweepError(
          'sweep_taken_over',
          `Another process took the sweep '${slug}' over, because this one had not been heard of for ${LEASE_MS / 1000} s.`,
          'It goes on there; nothing is lost.',
        );
      }
      renewAt = performance.now() + RENEW_MS;
    },
    async release() {
      await store.releaseRun(id, owner).catch(() => {
        // It runs out by itself, and what went wrong with the store was thrown already.
      });
    },
  };
}
