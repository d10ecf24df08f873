import { randomUUID } from 'node:crypto';
import { LatentsweepError } from '@latentsweep/core';
import { headers, type Msg } from '@nats-io/transport-node';
import { closedError } from '../../closed.ts';
import { backoff } from '../connection/backoff.ts';
import type { Link } from '../connection/link.ts';
import type { NatsContext } from '../context.ts';
import { type AnsweredError, type Refusal, refusalOf } from './refusals.ts';

const ACK_TIMEOUT_MS = 5000;
const ID = 'Nats-Msg-Id';
/** For the id and what the protocol adds. */
const OVERHEAD_BYTES = 200;

/** A refusal: the stream has no room for it now. */
export type Published = 'stored' | Refusal;

/**
 * Publishes to a stream and waits for its acknowledgement, for as long as that takes: a publish that timed out or whose
 * connection was lost may have been stored or not, and is repeated under the same id, which is stored once. One that was
 * refused is not: see `afterRefusal`. `patienceMs`: how long it may go on in vain, apart from the time without a connection.
 * Throws LatentsweepError: `bus_closed`, `bus_refused`, `message_too_big`, `bus_silent`.
 */
export async function publishToStream(
  { link, uptake }: NatsContext,
  { stream, subject }: { readonly stream: string; readonly subject: string },
  id: string,
  payload: Uint8Array,
  patienceMs: number = Number.POSITIVE_INFINITY,
): Promise<Published> {
  let leftMs = patienceMs;
  const named = headers();
  named.set(ID, id);
  const pause = backoff();
  for (;;) {
    await link.untilTrusted(60_000);
    if (link.closed) throw closedError();
    if (!link.trusted) continue;
    const began = performance.now();
    // It may change with the connection.
    const limit = mostBytes(link);
    if (payload.length > limit) throw tooBig(payload.length, `up to ${limit}`);
    try {
      const refusal = refusalIn(
        await link.request(subject, payload, { timeout: ACK_TIMEOUT_MS, headers: named }),
      );
      if (refusal?.kind === 'too big') throw tooBig(payload.length, `less: ${refusal.reason}`);
      uptake.note(stream, refusal ?? 'stored');
      if (refusal === null) return 'stored';
      if (refusal.kind !== 'for now') return refusal;
      named.set(ID, afterRefusal(id));
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      // No stream for now (the watch-dog makes it anew), no answer, or no connection.
      if (isTimeout(error)) uptake.note(stream, 'no answer');
    }
    await pause();
    leftMs -= performance.now() - began;
    if (leftMs <= 0) throw silent(stream, patienceMs);
  }
}

const silent = (stream: string, ms: number) =>
  new LatentsweepError(
    'bus_silent',
    `${stream} of the NATS server stored nothing for ${Math.round(ms / 1000)} s.`,
    'See that a coordinator runs, which makes its streams, and that the disk of the server has room.',
  );

/**
 * The id of what is published again after a refusal: a cluster notes an id before it knows whether the message can be
 * stored, and would go on to take the next try for its duplicate.
 */
export const afterRefusal = (id: string): string => `${id}/${randomUUID()}`;

/** What the server takes in one message. */
export const mostBytes = (link: Link): number =>
  (link.nc.info?.max_payload ?? Number.POSITIVE_INFINITY) - OVERHEAD_BYTES;

export const isTimeout = (error: unknown): boolean => (error as Error | null)?.name === 'TimeoutError';

/** Null where it was stored, now or before. */
export function refusalIn(answer: Msg): Refusal | null {
  const { error } = answer.json<{ readonly error?: AnsweredError }>();
  return error ? refusalOf(error) : null;
}

function tooBig(length: number, most: string): LatentsweepError {
  return new LatentsweepError(
    'message_too_big',
    `A message of ${length} bytes is too big for the bus, which takes ${most}.`,
    'Lower `epochs`, or raise `max_payload` of the NATS server and `max_msg_size` of its stream.',
  );
}
