import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { checkJob } from '../../check.ts';
import { closedError } from '../../closed.ts';
import type { Job } from '../../messages.ts';
import type { Delivery, Offer } from '../../port.ts';
import { encode } from '../../wire.ts';
import type { NatsContext } from '../context.ts';
import { poolOf } from '../names.ts';
import { afterRefusal, publishToStream } from '../publish/publish.ts';
import { PublishGate } from '../publish/publish-gate.ts';
import type { Refusal } from '../publish/refusals.ts';
import { deliver, giveBack, terminate } from '../receive/delivery.ts';
import { pull } from '../receive/pull.ts';
import { natsPools } from './pools.ts';

/** After which a request for jobs is made anew, so that pools that were made meanwhile are seen. */
const LOOK_AGAIN_MS = 2000;
const RETRY_MS = 200;
const NO_POOL: Refusal = { kind: 'for now', reason: 'its consumer cannot be made' };

/** `makePool` creates the consumer of a pool that has none, where this role may. */
export function natsJobs(context: NatsContext, makePool: (pool: string) => Promise<void>) {
  const { link, names, reading } = context;
  const stream = names.streams.jobs;
  const pools = natsPools(context, makePool);
  const gate = new PublishGate();

  async function publishJob(given: Job): Promise<void> {
    const job = checkJob(given);
    const pool = poolOf(job.requires);
    const target = { stream, subject: names.job(pool, job.id) };
    const payload = encode(job);
    let { id } = job;
    await gate.run(async () => {
      if (link.closed) throw closedError();
      if (await pools.ensure(pool)) {
        const published = await publishToStream(context, target, id, payload);
        if (published !== 'stored') id = afterRefusal(job.id);
        return published;
      }
      await sleep(RETRY_MS);
      return NO_POOL;
    });
  }

  async function pullJobs(max: number, waitMs: number, offer: Offer = {}) {
    const until = performance.now() + waitMs;
    const left = () => Math.max(0, until - performance.now());
    if (max < 1) return [];
    for (;;) {
      if (!(await link.untilConnected(left())) || link.closed) return [];
      const consumers = await pools.consumersFor(offer);
      if (consumers.length === 0) {
        if (left() === 0) return [];
        await sleep(Math.min(RETRY_MS, left()));
        continue;
      }
      const { messages, missing } = await pullFrom(consumers, max, Math.min(left(), LOOK_AGAIN_MS));
      const deliveries = messages.flatMap((message) => open(message) ?? []);
      if (missing) pools.forget();
      if (deliveries.length > 0 || link.closed || left() === 0) return deliveries;
      if (missing) await sleep(Math.min(RETRY_MS, left()));
    }
  }

  /** From the first consumer that has any; where none has, from whichever gets one first. */
  async function pullFrom(consumers: readonly string[], max: number, waitMs: number) {
    const from = (consumer: string, wait: number, stop?: AbortSignal) =>
      pull(link, stream, consumer, { max, waitMs: wait, stop });
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
    for (const surplus of messages.splice(max)) giveBack(link, surplus);
    return { messages, missing: all.some(({ missing }) => missing) };
  }

  function open(message: Msg): Delivery<Job> | null {
    const job = reading.bytes('job', message.data, checkJob);
    if (job !== null) return deliver(link, message, job);
    terminate(link, message);
    return null;
  }

  return { publishJob, pullJobs };
}
