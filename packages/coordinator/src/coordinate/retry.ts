import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import type { TrialLedger } from '@latentsweep/store';

/** The ledger, each call of it tried again while the store cannot be reached, for `patienceMs()` at most. */
export function patientLedger(store: TrialLedger, patienceMs: () => number): TrialLedger {
  const patient =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    (...args: Args) =>
      retry(() => call(...args), patienceMs);
  return {
    acquireRun: patient((...args) => store.acquireRun(...args)),
    bestConfig: patient((...args) => store.bestConfig(...args)),
    claim: patient((...args) => store.claim(...args)),
    counts: patient((...args) => store.counts(...args)),
    expand: patient((...args) => store.expand(...args)),
    keepBadMessage: patient((...args) => store.keepBadMessage(...args)),
    quarantine: patient((...args) => store.quarantine(...args)),
    record: patient((...args) => store.record(...args)),
    releaseRun: patient((...args) => store.releaseRun(...args)),
    renewLeases: patient((...args) => store.renewLeases(...args)),
    requeue: patient((...args) => store.requeue(...args)),
    runningTrials: patient((...args) => store.runningTrials(...args)),
    setSweepState: patient((...args) => store.setSweepState(...args)),
    sweep: patient((...args) => store.sweep(...args)),
  };
}

export async function retry<T>(operation: () => Promise<T>, patienceMs: () => number): Promise<T> {
  const began = performance.now();
  for (let waitMs = 10; ; waitMs = Math.min(2 * waitMs, 1000)) {
    try {
      return await operation();
    } catch (error) {
      if (!isTransient(error)) throw error;
      const elapsed = performance.now() - began;
      if (elapsed + waitMs > patienceMs()) throw gaveUp(error, elapsed);
    }
    await sleep(waitMs);
  }
}

/** What the store itself says when its server cannot be reached, was ended while it started, or has no room. */
const TRANSIENT_CODES = new Set(['store_unreachable', 'store_broken', 'store_full']);
/** SQLSTATE classes: 08 connection, 40 rolled back, 53 resources (full disk, too many clients), 57P0 shutting down. */
const TRANSIENT_SQLSTATE = /^(08...|40...|53...|57P0.)$/;
/** Codes of Node's network errors. ENOENT: the socket file of a store that is starting again. */
const TRANSIENT_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Whether trying again may help. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof LatentsweepError) return TRANSIENT_CODES.has(error.code);
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string') return TRANSIENT_SQLSTATE.test(code) || TRANSIENT_SYSTEM.has(code);
  // pg's own errors have no code.
  return /connection (terminated|ended|error|is closed)|timeout exceeded|not queryable/i.test(error.message);
}

/** Whether the database refused what it was given: SQLSTATE classes 22 (data exception) and 23 (constraint). */
export function isBadData(error: unknown): error is Error {
  const code = error instanceof Error ? (error as { readonly code?: unknown }).code : null;
  return typeof code === 'string' && /^2[23]...$/.test(code);
}

/** The store's own words where it has some. */
function gaveUp(cause: unknown, elapsedMs: number): LatentsweepError {
  if (cause instanceof LatentsweepError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new LatentsweepError(
    'store_unreachable',
    `The store could not be reached for ${Math.round(elapsedMs / 1000)} s: ${message}`,
    'Nothing that was recorded is lost. See `sweep doctor`, then go on with `sweep resume`.',
    { cause },
  );
}
