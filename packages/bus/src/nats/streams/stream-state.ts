/** How the streams stand, as the server says. */

import type { ConsumerInfo, StreamInfo } from '@nats-io/jetstream';
import { ignoring, STREAM_NOT_FOUND } from '../connection/codes.ts';
import { writerIn } from '../connection/server-version.ts';
import type { ServerContext } from '../context.ts';
import { PARTS, type Part, QUEUES } from './stream-settings.ts';
import type { Look, Seen } from './watch-dog.ts';

/** Null where it is missing. */
export const infoOf = ({ jsm, names }: ServerContext, part: Part): Promise<StreamInfo | null> =>
  jsm.streams.info(names.streams[part]).catch(ignoring(STREAM_NOT_FOUND));

/** The consumers first: what they delivered is then in a stream that lost nothing. */
export async function look(context: ServerContext): Promise<Look> {
  const consumers = await Promise.all(QUEUES.map((part) => consumersOf(context, part)));
  const infos = await Promise.all(PARTS.map((part) => infoOf(context, part)));
  const parts = infos.map((info, i) => [PARTS[i]!, info && seen(info, consumers[i] ?? [])] as const);
  return Object.fromEntries(parts) as Look;
}

/**
 * Messages that are not acknowledged, of jobs and results or of one of them. Counted by the consumers: when a server
 * is killed, messages that were acknowledged a moment ago are back in the stream, though no consumer will deliver them.
 */
export async function unsettled(context: ServerContext, parts: readonly Part[] = QUEUES): Promise<number> {
  const consumers = await Promise.all(parts.map((part) => consumersOf(context, part)));
  return unsettledBy(consumers.flat());
}

/**
 * Removes those messages that are back in the stream; they would count against its limit. One by one: a purge by
 * subject makes nats-server 2.9 forget which of the others are delivered and not settled, and they never come again.
 */
export async function sweepUp(context: ServerContext): Promise<void> {
  for (const part of QUEUES) {
    for (const { config, ack_floor } of await consumersOf(context, part)) {
      if (config.filter_subject === undefined) continue;
      await removeUpTo(context, part, config.filter_subject, ack_floor.stream_seq);
    }
  }
}

async function removeUpTo(
  { jsm, names }: ServerContext,
  part: Part,
  subject: string,
  last: number,
): Promise<void> {
  const stream = names.streams[part];
  for (let seq = 1; seq <= last; ) {
    const next = { seq, next_by_subj: subject };
    const message = await jsm.streams.getMessage(stream, next);
    if (message === null || message.seq > last) return;
    await jsm.streams.deleteMessage(stream, message.seq, false);
    seq = message.seq + 1;
  }
}

async function consumersOf({ jsm, names }: ServerContext, part: Part): Promise<ConsumerInfo[]> {
  const all = Array.fromAsync(jsm.consumers.list(names.streams[part]));
  return (await all.catch(ignoring(STREAM_NOT_FOUND))) ?? [];
}

function seen({ created, state, config }: StreamInfo, consumers: readonly ConsumerInfo[]): Seen {
  return {
    at: performance.now(),
    created,
    lastSequence: state.last_seq,
    delivered: Math.max(0, ...consumers.map(({ delivered }) => delivered.stream_seq)),
    deliveries: consumers.reduce((sum, { delivered }) => sum + delivered.consumer_seq, 0),
    consumers: state.consumer_count,
    stale: state.messages - unsettledBy(consumers),
    asked: consumers.some(({ num_pending, num_waiting }) => num_pending > 0 && num_waiting > 0),
    writer: writerIn(config.description),
  };
}

const unsettledBy = (consumers: readonly ConsumerInfo[]) =>
  consumers.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);
