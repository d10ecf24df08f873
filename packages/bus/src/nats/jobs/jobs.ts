import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { checkJob } from '../../check.ts';
import { closedError } from '../../closed.ts';
import type { Job } from '../../messages.ts';
import type { Delivery, Offer } from '../../port.ts';
import { encode } from '../../wire.ts';
import type { Link } from '../connection/link.ts';
import { type Names, poolOf } from '../names.ts';
import { afterRefusal, publishToStream } from '../publish/publish.ts';
import { PublishGate } from '../publish/publish-gate.ts';
import type { Refusal } from '../publish/refusals.ts';
import type { Uptake } from '../publish/uptake.ts';
import { deliver, giveBack, terminate } from '../receive/delivery.ts';
import { pull } from '../receive/pull.ts';
import type { Reading } from '../receive/reading.ts';
import type { Pools } from './pools.ts';

/** After which a request for jobs is made anew, so that pools that were made meanwhile are seen. */
const LOOK_AGAIN_MS = 2000;
const RETRY_MS = 200;
const NO_POOL: Refusal = { kind: 'for now', reason: 'its consumer cannot be made' };

export class NatsJobs {
  readonly #link: Link;
  readonly #names: Names;
  readonly #pools: Pools;
  readonly #reading: Reading;
  readonly #uptake: Uptake;
  readonly #gate = new PublishGate();

  constructor(link: Link, names: Names, pools: Pools, reading: Reading, uptake: Uptake) {
    this.#link = link;
    this.#names = names;
    this.#pools = pools;
    this.#reading = reading;
    this.#uptake = uptake;
  }

  async publish(given: Job): Promise<void> {
    const job = checkJob(given);
    const pool = poolOf(job.requires);
    const target = { stream: this.#names.jobsStream, subject: this.#names.job(pool, job.id) };
    const payload = encode(job);
    let { id } = job;
    await this.#gate.run(async () => {
      if (this.#link.closed) throw closedError();
      if (await this.#pools.ensure(pool)) {
        const published = await publishToStream(this.#link, this.#uptake, target, id, payload);
        if (published !== 'stored') id = afterRefusal(job.id);
        return published;
      }
      await sleep(RETRY_MS);
      return NO_POOL;
    });
  }

  async pull(max: number, waitMs: number, { labels = [] }: Offer = {}): Promise<Delivery<Job>[]> {
    const until = performance.now() + waitMs;
    const left = () => Math.max(0, until - performance.now());
    if (max < 1) return [];
    for (;;) {
      if (!(await this.#link.untilConnected(left())) || this.#link.closed) return [];
      const consumers = await this.#pools.consumersFor(labels);
      const { messages, missing } =
        consumers.length === 0
          ? { messages: [], missing: true }
          : await this.#pullFrom(consumers, max, Math.min(left(), LOOK_AGAIN_MS));
      const deliveries = messages.flatMap((message) => this.#open(message) ?? []);
      if (missing) this.#pools.forget();
      if (deliveries.length > 0 || this.#link.closed || left() === 0) return deliveries;
      if (missing) await sleep(Math.min(RETRY_MS, left()));
    }
  }

  /** From the first consumer that has any; where none has, from whichever gets one first. */
  async #pullFrom(consumers: readonly string[], max: number, waitMs: number) {
    const late = (message: Msg) => giveBack(this.#link, message);
    const from = (consumer: string, wait: number, stop?: AbortSignal) =>
      pull(this.#link, this.#names.jobsStream, consumer, { max, waitMs: wait, late, ...(stop && { stop }) });
    if (consumers.length === 1) return from(consumers[0]!, waitMs);
    for (const consumer of consumers) {
      const pulled = await from(consumer, 0);
      if (pulled.messages.length > 0 || pulled.missing) return pulled;
    }
    const enough = new AbortController();
    const all = await Promise.all(
      consumers.map(async (consumer) => {
        const pulled = await from(consumer, waitMs, enough.signal);
        if (pulled.messages.length > 0 || pulled.missing) enough.abort();
        return pulled;
      }),
    );
    const messages = all.flatMap((pulled) => pulled.messages);
    for (const surplus of messages.splice(max)) late(surplus);
    return { messages, missing: all.some(({ missing }) => missing) };
  }

  #open(message: Msg): Delivery<Job> | null {
    const job = this.#reading.bytes('job', message.data, checkJob);
    if (job === null) {
      terminate(this.#link, message);
      return null;
    }
    return deliver(this.#link, message, job);
  }
}
