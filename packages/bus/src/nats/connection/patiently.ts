import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { JetStreamApiError } from '@nats-io/jetstream';
import { closedError } from '../../closed.ts';
import { isPassing } from './codes.ts';
import { type Link, refusal } from './link.ts';

const RETRY_MS = 200;

/**
 * Repeats what fails for want of a connection or an answer, but not what the server refuses.
 * Throws LatentsweepError: `bus_closed`, `bus_refused`, or `bus_unreachable` after `patienceMs`.
 */
export async function patiently<T>(
  link: Link,
  perform: () => Promise<T>,
  patienceMs: number = Number.POSITIVE_INFINITY,
): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const connected = await link.untilConnected(Math.min(patienceMs, 60_000));
    if (link.closed) throw closedError();
    try {
      if (connected) return await perform();
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      const refused = refusal(error);
      if (refused) throw refused;
      if (error instanceof JetStreamApiError && !isPassing(error)) throw error;
    }
    if (performance.now() > until) throw unreachable(patienceMs);
    await sleep(RETRY_MS);
  }
}

function unreachable(patienceMs: number): LatentsweepError {
  return new LatentsweepError(
    'bus_unreachable',
    `The NATS server did not answer for ${Math.round(patienceMs / 1000)} s.`,
    'Start it again; jobs and results wait meanwhile.',
  );
}
