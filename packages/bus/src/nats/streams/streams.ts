/** The streams and consumers on NATS. Only coordinators make them, each at its start and when they are gone. */

import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import {
  AckPolicy,
  type ConsumerConfig,
  JetStreamApiError,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import {
  CONSUMER_EXISTS,
  CONSUMER_NOT_FOUND,
  CONSUMER_NOT_UNIQUE,
  codeOf,
  ignoring,
  isPassing,
  STREAM_EXISTS_DIFFERENTLY,
  STREAM_NOT_FOUND,
  SUBJECTS_OVERLAP,
} from '../connection/codes.ts';
import { ANY_POOL, consumerName, type Names } from '../names.ts';
import type { Settings } from '../options.ts';
import { limitsOf, type Part, type StreamSettings, settingsOf, streamOf } from './stream-settings.ts';
import type { Wanted } from './watch-dog.ts';

const RECORDER = 'recorder';
const RETRY_MS = 100;
/** Messages: what comes and goes between two questions to the server. */
const FEW = 256;
/** Each worker that waits has one or a few requests open; the default of 512 would turn the others away. */
const MOST_WAITING = 32_768;
const MOST_IN_FLIGHT = 1_000_000;

export class Streams {
  readonly #jsm: JetStreamManager;
  readonly #names: Names;
  readonly #settings: Settings;
  readonly #version: () => string;
  /** Jobs of these have a consumer in the stream of this generation. */
  readonly #pools = new Map<string, Promise<void>>();
  /** What an operator set on streams that are to be made anew. */
  readonly #limits = new Map<Part, Partial<StreamSettings>>();
  #jobsCreated = '';
  #recorder = '';

  /** `version`: of the server, where it alone keeps the streams; else empty. */
  constructor(jsm: JetStreamManager, names: Names, settings: Settings, version: () => string) {
    this.#jsm = jsm;
    this.#names = names;
    this.#settings = settings;
    this.#version = version;
  }

  /** The consumer of results; empty before `ensure`. */
  get recorder(): string {
    return this.#recorder;
  }

  get wanted(): Wanted {
    const { jobsStream: jobs, resultsStream: results, contentsStream: contents } = this.#names;
    return {
      names: { jobs, results, contents },
      consumers: { jobs: this.#pools.size, results: 1, contents: 0 },
      mostStale: Math.max(FEW, this.#settings.queueLimit / 4),
      version: this.#version(),
    };
  }

  /** Makes what is missing and corrects what is configured otherwise. */
  async ensure(): Promise<void> {
    const jobs = await this.#ensurePart('jobs');
    const results = await this.#ensurePart('results');
    await this.#ensurePart('contents');
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

  /** `ensure` makes it again; it then delivers all that is in the stream. */
  async removeRecorder(): Promise<void> {
    const { resultsStream } = this.#names;
    await this.#jsm.consumers.delete(resultsStream, this.#recorder).catch(ignoring(CONSUMER_NOT_FOUND));
  }

  /** `ensure` makes it again, with the limits that it had. One that was made anew since `created` stays. */
  async remove(part: Part, created?: string): Promise<void> {
    const stream = streamOf(this.#names, part);
    const info = await this.#jsm.streams.info(stream).catch(ignoring(STREAM_NOT_FOUND));
    if (!info || (created !== undefined && info.created !== created)) return;
    this.#limits.set(part, limitsOf(info.config));
    await this.#jsm.streams.delete(stream).catch(ignoring(STREAM_NOT_FOUND));
  }

  #ensurePart(part: Part): Promise<StreamInfo> {
    const settings = settingsOf(part, this.#names, this.#settings, this.#version());
    return this.#ensureStream({ ...this.#limits.get(part), ...settings });
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
}
