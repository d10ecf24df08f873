import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';

/** What the coordinator does with the store. */
const METHODS = [
  'acquireRun',
  'bestConfig',
  'claim',
  'counts',
  'expand',
  'keepBadMessage',
  'quarantine',
  'record',
  'releaseRun',
  'renewLeases',
  'requeue',
  'runningTrials',
  'searchHistory',
  'setSweepState',
  'sweep',
] as const;
export type PatientStore = Pick<Store, (typeof METHODS)[number]>;

/**
 * The store's methods, each tried again while the store cannot be reached, for `patienceMs()` at most. All of them
 * may safely run twice. In the end it throws what the store said.
 */
export function patientStore(store: Store, patienceMs: () => number): PatientStore {
  const patient = <Name extends keyof PatientStore>(name: Name) =>
    ((...args: unknown[]) =>
      retry(
        () => (store[name] as (...args: unknown[]) => Promise<unknown>)(...args),
        patienceMs,
      )) as Store[Name];
  return Object.fromEntries(METHODS.map((name) => [name, patient(name)])) as unknown as PatientStore;
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
