/** The streams and consumers on NATS. Only coordinators make them, each at its start and when they are gone. */

import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { AckPolicy, JetStreamApiError, type StreamInfo } from '@nats-io/jetstream';
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
import type { NatsContext } from '../context.ts';
import { ANY_POOL, consumerName } from '../names.ts';
import { FILES, limitsOf, type Part, type StreamSettings, settingsOf } from './stream-settings.ts';
import { infoOf } from './stream-state.ts';
import type { Wanted } from './watch-dog.ts';

const RECORDER = 'recorder';
const RETRY_MS = 100;
/** Messages: what comes and goes between two questions to the server. */
const FEW = 256;
/** Each worker that waits has one or a few requests open; the default of 512 would turn the others away. */
const MOST_WAITING = 32_768;
const MOST_IN_FLIGHT = 1_000_000;

export type Streams = ReturnType<typeof natsStreams>;

export function natsStreams(context: NatsContext) {
  const { link, jsm, names, settings } = context;
  /** Jobs of these have a consumer in the stream of this generation. */
  const pools = new Map<string, Promise<void>>();
  /** What an operator set on streams that are to be made anew. */
  const limits = new Map<Part, Partial<StreamSettings>>();
  let jobsCreated = '';
  let recorder = '';

  /** Makes what is missing and corrects what is configured otherwise. */
  async function ensure(): Promise<void> {
    const jobs = await ensureStream('jobs');
    const results = await ensureStream('results');
    for (const part of ['contents', ...FILES] as const) await ensureStream(part);
    jobsCreated = jobs.created;
    const known = new Set([ANY_POOL, ...pools.keys()]);
    pools.clear();
    for (const pool of known) await ensurePool(pool);
    const name = consumerName(RECORDER, results.created);
    await ensureConsumer('results', name, names.all.results, settings.resultAckWaitMs);
    recorder = name;
  }

  /** Makes sure that the jobs of a pool can be pulled. */
  async function ensurePool(pool: string): Promise<void> {
    const known = pools.get(pool);
    if (known) return known;
    const name = consumerName(pool, jobsCreated);
    const made = ensureConsumer('jobs', name, names.pool(pool), settings.jobAckWaitMs);
    pools.set(pool, made);
    made.catch(() => {
      if (pools.get(pool) === made) pools.delete(pool);
    });
    return made;
  }

  async function ensureStream(part: Part, tries = 5): Promise<StreamInfo> {
    const config = { ...limits.get(part), ...settingsOf(part, names, settings, link.version) };
    try {
      return await jsm.streams.add(config).catch((error) => {
        if (codeOf(error) !== STREAM_EXISTS_DIFFERENTLY) throw error;
        return jsm.streams.update(config.name, config);
      });
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || isPassing(error)) throw error;
      if (codeOf(error) === SUBJECTS_OVERLAP && tries > 1) {
        // Another coordinator is making the same stream at this moment.
        await sleep(RETRY_MS);
        return ensureStream(part, tries - 1);
      }
      throw new LatentsweepError(
        'bus_misconfigured',
        `NATS cannot keep the stream '${config.name}' as asked for: ${error.message}.`,
        'Ask for the storage and replicas that it was made with, and for no more replicas than there are servers.',
        { cause: error },
      );
    }
  }

  async function ensureConsumer(part: Part, name: string, filter: string, ackWaitMs: number): Promise<void> {
    const stream = names.streams[part];
    const ack_wait = nanos(ackWaitMs);
    try {
      await jsm.consumers.add(stream, {
        durable_name: name,
        filter_subject: filter,
        ack_policy: AckPolicy.Explicit,
        ack_wait,
        max_deliver: -1,
        max_ack_pending: MOST_IN_FLIGHT,
        max_waiting: MOST_WAITING,
      });
    } catch (error) {
      // Made by a coordinator with other settings: those of the last one count.
      if (![CONSUMER_NOT_UNIQUE, CONSUMER_EXISTS].includes(codeOf(error))) throw error;
      await jsm.consumers.update(stream, name, { ack_wait });
    }
  }

  return {
    ensure,
    ensurePool,
    /** The consumer of results; empty before `ensure`. */
    recorder: () => recorder,
    wanted: (): Wanted => ({
      names: names.streams,
      consumers: { jobs: pools.size, results: 1, contents: 0, artifacts: 0, checkpoints: 0 },
      mostStale: Math.max(FEW, settings.queueLimit / 4),
      version: link.version,
    }),
    /** `ensure` makes it again; it then delivers all that is in the stream. */
    async removeRecorder(): Promise<void> {
      await jsm.consumers.delete(names.streams.results, recorder).catch(ignoring(CONSUMER_NOT_FOUND));
    },
    /** `ensure` makes it again, with the limits that it had. One that was made anew since `created` stays. */
    async remove(part: Part, created?: string): Promise<void> {
      const info = await infoOf(context, part);
      if (!info || (created !== undefined && info.created !== created)) return;
      limits.set(part, limitsOf(info.config));
      await jsm.streams.delete(names.streams[part]).catch(ignoring(STREAM_NOT_FOUND));
    },
  };
}
