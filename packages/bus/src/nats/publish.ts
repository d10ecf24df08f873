import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { headers, type Msg } from '@nats-io/transport-node';
import { closedError } from '../closed.ts';
import type { Link } from './link.ts';

const ACK_TIMEOUT_MS = 5000;
const RETRY_MS = 200;
const QUEUE_IS_FULL = 10077;
const MESSAGE_TOO_BIG = 10054;

/** `later`: there was no room for it. */
export type Published = 'stored' | 'later';

/**
 * Publishes to a stream and waits for its acknowledgement, for as long as that takes: a publish that timed out or whose
 * connection was lost may have been stored or not, and is repeated under the same id, which is stored once.
 * Throws LatentsweepError: `bus_closed`, `bus_refused`, `message_too_big`.
 */
export async function publishToStream(
  link: Link,
  subject: string,
  id: string,
  payload: Uint8Array,
): Promise<Published> {
  const limit = link.nc.info?.max_payload ?? Number.POSITIVE_INFINITY;
  if (payload.length + id.length + 100 > limit) throw tooBig(payload.length, limit);
  const named = headers();
  named.set('Nats-Msg-Id', id);
  for (;;) {
    await link.untilConnected(60_000);
    if (link.closed) throw closedError();
    if (!link.connected) continue;
    try {
      const answer = parse(
        await link.request(subject, payload, { timeoutMs: ACK_TIMEOUT_MS, headers: named }),
      );
      if (answer === null) return 'stored';
      if (answer === QUEUE_IS_FULL) return 'later';
      if (answer === MESSAGE_TOO_BIG) throw tooBig(payload.length, limit);
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      // No stream for now (the watch-dog makes it anew), no answer, or no connection.
    }
    await sleep(RETRY_MS);
  }
}

/** Null where it was stored, else the error's code. */
function parse(answer: Msg): number | null {
  const { error } = answer.json<{ readonly error?: { readonly err_code?: number } }>();
  return error ? (error.err_code ?? 0) : null;
}

function tooBig(length: number, limit: number): LatentsweepError {
  return new LatentsweepError(
    'message_too_big',
    `A message of ${length} bytes is too big for the bus, which takes up to ${limit}.`,
    'Lower `epochs` or the number of simulated features, or raise `max_payload` of the NATS server.',
  );
}
