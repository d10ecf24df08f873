import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';

const RETRY_MS = 2000;

export interface Waiting {
  readonly signal: AbortSignal;
  /** Why it cannot be opened now, where trying again may help; null where that mends nothing. */
  readonly whyLater: (error: unknown) => string | null;
  readonly onWaiting: (why: string) => void;
  /** Between two tries. */
  readonly retryMs?: number;
}

/**
 * For a service that may start before what it needs does: opens it, again and again, until it is there, and tells why it
 * waits. Null where `signal` aborted first.
 */
export async function awaitOpen<Opened>(
  open: () => Promise<Opened>,
  { signal, whyLater, onWaiting, retryMs = RETRY_MS }: Waiting,
): Promise<Opened | null> {
  while (!signal.aborted) {
    try {
      return await open();
    } catch (error) {
      const why = whyLater(error);
      if (why === null) throw error;
      onWaiting(why);
      await sleep(retryMs, null, { signal }).catch(() => {});
    }
  }
  return null;
}

/** Why there is no bus, where that may mend itself, or null. */
export function whyNoBus(error: unknown): string | null {
  return error instanceof LatentsweepError && error.code === 'bus_unreachable' ? error.message : null;
}
