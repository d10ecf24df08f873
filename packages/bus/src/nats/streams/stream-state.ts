/** How the streams stand, as the server says. */

import { performance } from 'node:perf_hooks';
import type { ConsumerInfo, JetStreamManager, StreamInfo } from '@nats-io/jetstream';
import { ignoring, STREAM_NOT_FOUND } from '../connection/codes.ts';
import { writerIn } from '../connection/server-version.ts';
import type { Names } from '../names.ts';
import { PARTS, type Part, streamOf } from './stream-settings.ts';
import type { Look, Seen } from './watch-dog.ts';

/** Those that consumers take from. */
const QUEUES = ['jobs', 'results'] as const;

export class StreamState {
  readonly #jsm: JetStreamManager;
  readonly #names: Names;

  constructor(jsm: JetStreamManager, names: Names) {
    this.#jsm = jsm;
    this.#names = names;
  }

  /** Null where it is missing. */
  async info(part: Part): Promise<StreamInfo | null> {
    return this.#jsm.streams.info(streamOf(this.#names, part)).catch(ignoring(STREAM_NOT_FOUND));
  }

  /** The consumers first: what they delivered is then in a stream that lost nothing. */
  async look(): Promise<Look> {
    const consumers = await Promise.all(PARTS.map((part) => this.#consumersOf(part)));
    const infos = await Promise.all(PARTS.map((part) => this.info(part)));
    const [jobs, results, contents] = infos.map((info, i) => info && seen(info, consumers[i]!));
    return { jobs: jobs!, results: results!, contents: contents! };
  }

  /**
   * Messages that are not acknowledged, of jobs and results or of one of them. Counted by the consumers: when a server
   * is killed, messages that were acknowledged a moment ago are back in the stream, though no consumer will deliver them.
   */
  async unsettled(parts: readonly Part[] = QUEUES): Promise<number> {
    const consumers = await Promise.all(parts.map((part) => this.#consumersOf(part)));
    return unsettled(consumers.flat());
  }

  /**
   * Removes those messages that are back in the stream; they would count against its limit. One by one: a purge by
   * subject makes nats-server 2.9 forget which of the others are delivered and not settled, and they never come again.
   */
  async sweepUp(): Promise<void> {
    for (const part of QUEUES) {
      for (const { config, ack_floor } of await this.#consumersOf(part)) {
        if (config.filter_subject === undefined) continue;
        await this.#removeUpTo(streamOf(this.#names, part), config.filter_subject, ack_floor.stream_seq);
      }
    }
  }

  async #removeUpTo(stream: string, subject: string, last: number): Promise<void> {
    for (let seq = 1; seq <= last; ) {
      const next = { seq, next_by_subj: subject };
      const message = await this.#jsm.streams.getMessage(stream, next);
      if (message === null || message.seq > last) return;
      await this.#jsm.streams.deleteMessage(stream, message.seq, false);
      seq = message.seq + 1;
    }
  }

  async #consumersOf(part: Part): Promise<ConsumerInfo[]> {
    const consumers: ConsumerInfo[] = [];
    try {
      const list = this.#jsm.consumers.list(streamOf(this.#names, part));
      for await (const consumer of list) consumers.push(consumer);
    } catch (error) {
      ignoring(STREAM_NOT_FOUND)(error);
    }
    return consumers;
  }
}

function seen({ created, state, config }: StreamInfo, consumers: readonly ConsumerInfo[]): Seen {
  return {
    at: performance.now(),
    created,
    lastSequence: state.last_seq,
    delivered: Math.max(0, ...consumers.map(({ delivered }) => delivered.stream_seq)),
    deliveries: consumers.reduce((sum, { delivered }) => sum + delivered.consumer_seq, 0),
    consumers: state.consumer_count,
    stale: state.messages - unsettled(consumers),
    asked: consumers.some(({ num_pending, num_waiting }) => num_pending > 0 && num_waiting > 0),
    writer: writerIn(config.description),
  };
}

const unsettled = (consumers: readonly ConsumerInfo[]) =>
  consumers.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);
