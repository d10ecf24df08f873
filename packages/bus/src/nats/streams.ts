/** The streams and consumers on NATS. Only coordinators make them, each at its start and when they are gone. */

import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { MOST_JOB_BYTES } from '../job-size.ts';
import { ANY_POOL, consumerName, type Names } from './names.ts';
import type { Settings } from './options.ts';
import type { Look, Wanted } from './watch-dog.ts';

/** In which a repeated publish is known as such. */
const DUPLICATES_MS = 120_000;
const RECORDER = 'recorder';
const RETRY_MS = 100;
/** Messages: what comes and goes between two questions to the server. */
const FEW = 256;
/** Each worker that waits has one or a few requests open; the default of 512 would turn the others away. */
const MOST_WAITING = 32_768;
const MOST_IN_FLIGHT = 1_000_000;

const STREAM_NOT_FOUND = 10059;
const CONSUMER_NOT_FOUND = 10014;
const SUBJECTS_OVERLAP = 10065;
const CONSUMER_NOT_UNIQUE = 10100;
const CONSUMER_EXISTS = 10148;
const STREAM_EXISTS_DIFFERENTLY = 10058;

export class Streams {
  readonly #jsm: JetStreamManager;
  readonly #names: Names;
  readonly #settings: Settings;
  /** Jobs of these have a consumer in the stream of this generation. */
  readonly #pools = new Map<string, Promise<void>>();
  #jobsCreated = '';
  #recorder = '';

  constructor(jsm: JetStreamManager, names: Names, settings: Settings) {
    this.#jsm = jsm;
    this.#names = names;
    this.#settings = settings;
  }

  /** The consumer of results; empty before `ensure`. */
  get recorder(): string {
    return this.#recorder;
  }

  get wanted(): Wanted {
    const { jobsStream, resultsStream, contentsStream } = this.#names;
    return {
      names: [jobsStream, resultsStream, contentsStream],
      consumers: [this.#pools.size, 1, 0],
      mostStale: Math.max(FEW, this.#settings.queueLimit / 4),
    };
  }

  /** Makes what is missing and corrects what is configured otherwise. */
  async ensure(): Promise<void> {
    const jobs = await this.#ensureStream(this.#jobsConfig());
    const results = await this.#ensureStream(this.#resultsConfig());
    await this.#ensureStream(this.#contentsConfig());
    this.#jobsCreated = jobs.created;
    const pools = new Set([ANY_POOL, ...this.#pools.keys()]);
    this.#pools.clear();
    for (const pool of pools) await this.ensurePool(pool);
    const recorder = consumerName(RECORDER, results.created);
    await this.#ensureConsumer(
      this.#names.resultsStream,
      recorder,
      this.#names.all.results,
      this.#settings.resultAckWaitMs,
    );
    this.#recorder = recorder;
  }

  /** Makes sure that the jobs of a pool can be pulled. */
  async ensurePool(pool: string): Promise<void> {
    const known = this.#pools.get(pool);
    if (known) return known;
    const name = consumerName(pool, this.#jobsCreated);
    const made = this.#ensureConsumer(
      this.#names.jobsStream,
      name,
      this.#names.pool(pool),
      this.#settings.jobAckWaitMs,
    );
    this.#pools.set(pool, made);
    made.catch(() => {
      if (this.#pools.get(pool) === made) this.#pools.delete(pool);
    });
    return made;
  }

  /** The streams of jobs, results and contents as they are; null where one is missing. */
  async infos(): Promise<(StreamInfo | null)[]> {
    return Promise.all(this.wanted.names.map((name) => this.#info(name)));
  }

  /** The consumers first: what they delivered is then in a stream that lost nothing. */
  async look(): Promise<Look> {
    const consumers = await Promise.all(this.wanted.names.map((name) => this.#consumersOf(name)));
    const infos = await this.infos();
    return infos.map(
      (info, i) =>
        info && {
          created: info.created,
          lastSequence: info.state.last_seq,
          delivered: Math.max(0, ...consumers[i]!.map(({ delivered }) => delivered.stream_seq)),
          consumers: info.state.consumer_count,
          stale: info.state.messages - unsettled(consumers[i]!),
        },
    );
  }

  /**
   * Jobs and results that are not acknowledged. Counted by the consumers: when a server is killed, messages that were
   * acknowledged a moment ago are back in the stream, though no consumer will deliver them.
   */
  async messages(): Promise<number> {
    const { jobsStream, resultsStream } = this.#names;
    const consumers = await Promise.all([jobsStream, resultsStream].map((name) => this.#consumersOf(name)));
    return unsettled(consumers.flat());
  }

  /**
   * Removes those messages that are back in the stream; they would count against its limit. One by one: a purge by
   * subject makes nats-server 2.9 forget which of the others are delivered and not settled, and they never come again.
   */
  async sweepUp(): Promise<void> {
    for (const stream of [this.#names.jobsStream, this.#names.resultsStream]) {
      for (const { config, ack_floor } of await this.#consumersOf(stream)) {
        if (config.filter_subject === undefined) continue;
        await this.#removeUpTo(stream, config.filter_subject, ack_floor.stream_seq);
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

  async #consumersOf(stream: string): Promise<ConsumerInfo[]> {
    const consumers: ConsumerInfo[] = [];
    try {
      for await (const consumer of this.#jsm.consumers.list(stream)) consumers.push(consumer);
    } catch (error) {
      ignoring(STREAM_NOT_FOUND)(error);
    }
    return consumers;
  }

  /** `ensure` makes it again; it then delivers all that is in the stream. */
  async removeRecorder(): Promise<void> {
    const { resultsStream } = this.#names;
    await this.#jsm.consumers.delete(resultsStream, this.#recorder).catch(ignoring(CONSUMER_NOT_FOUND));
  }

  async remove(stream: string): Promise<void> {
    await this.#jsm.streams.delete(stream).catch(ignoring(STREAM_NOT_FOUND));
  }

  async #info(name: string): Promise<StreamInfo | null> {
    return this.#jsm.streams.info(name).catch(ignoring(STREAM_NOT_FOUND));
  }

  async #ensureStream(config: StreamSettings, tries = 5): Promise<StreamInfo> {
    try {
      return await this.#jsm.streams.add(config).catch((error) => {
        if (codeOf(error) !== STREAM_EXISTS_DIFFERENTLY) throw error;
        return this.#jsm.streams.update(config.name, config);
      });
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || isPassing(error)) throw error;
      if (codeOf(error) === SUBJECTS_OVERLAP && tries > 1) {
        // Another coordinator is making the same stream at this moment.
        await sleep(RETRY_MS);
        return this.#ensureStream(config, tries - 1);
      }
      throw new LatentsweepError(
        'bus_misconfigured',
        `NATS cannot keep the stream '${config.name}' as asked for: ${error.message}.`,
        'Ask for the storage and replicas that it was made with, and for no more replicas than there are servers.',
        { cause: error },
      );
    }
  }

  async #ensureConsumer(stream: string, name: string, filter: string, ackWaitMs: number): Promise<void> {
    const config: Partial<ConsumerConfig> = {
      durable_name: name,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      max_deliver: -1,
      max_ack_pending: MOST_IN_FLIGHT,
      max_waiting: MOST_WAITING,
    };
    try {
      await this.#jsm.consumers.add(stream, config);
    } catch (error) {
      // Made by a coordinator with other settings: those of the last one count.
      if (![CONSUMER_NOT_UNIQUE, CONSUMER_EXISTS].includes(codeOf(error))) throw error;
      await this.#jsm.consumers.update(stream, name, { ack_wait: nanos(ackWaitMs) });
    }
  }

  #jobsConfig(): StreamSettings {
    return {
      ...this.#common(),
      name: this.#names.jobsStream,
      subjects: [this.#names.all.jobs],
      retention: RetentionPolicy.Workqueue,
      max_msgs: this.#settings.queueLimit,
      max_msg_size: MOST_JOB_BYTES,
      duplicate_window: nanos(DUPLICATES_MS),
    };
  }

  /** Without a limit: as many results wait as trials are at work, and the coordinator bounds those. */
  #resultsConfig(): StreamSettings {
    return {
      ...this.#common(),
      name: this.#names.resultsStream,
      subjects: [this.#names.all.results],
      retention: RetentionPolicy.Workqueue,
      duplicate_window: nanos(DUPLICATES_MS),
    };
  }

  /** As the object store of NATS lays it out, so that its tools can read it. */
  #contentsConfig(): StreamSettings {
    const { contentsBucket } = this.#names;
    return {
      ...this.#common(),
      name: this.#names.contentsStream,
      subjects: [`$O.${contentsBucket}.C.>`, `$O.${contentsBucket}.M.>`],
      allow_direct: true,
      allow_rollup_hdrs: true,
    };
  }

  #common() {
    const { storage, replicas } = this.#settings;
    return {
      storage: storage === 'file' ? StorageType.File : StorageType.Memory,
      num_replicas: replicas,
      // The default would drop the oldest messages of a full stream.
      discard: DiscardPolicy.New,
    };
  }
}

const unsettled = (consumers: readonly ConsumerInfo[]) =>
  consumers.reduce((sum, { num_pending, num_ack_pending }) => sum + num_pending + num_ack_pending, 0);

type StreamSettings = Partial<StreamConfig> & { readonly name: string };

/** JetStream is starting, or the servers of a cluster have not found each other. */
export const isPassing = (error: unknown): boolean => [10008, 10009].includes(codeOf(error));

export const codeOf = (error: unknown): number => (error instanceof JetStreamApiError ? error.code : 0);

/** For `catch`: null for an answer with this code. */
export function ignoring(code: number): (error: unknown) => null {
  return (error) => {
    if (codeOf(error) !== code) throw error;
    return null;
  };
}
