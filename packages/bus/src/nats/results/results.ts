import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { checkResult } from '../../check.ts';
import type { ResultMessage } from '../../messages.ts';
import type { Delivery } from '../../port.ts';
import type { NatsContext } from '../context.ts';
import { terminate } from '../receive/delivery.ts';
import { pull } from '../receive/pull.ts';
import { ofSender } from '../receive/sender.ts';
import { shareDelivery } from '../receive/shared-delivery.ts';

const RETRY_MS = 200;
/** Messages in one pull: each holds up to as many results as `resultPress` puts together. */
const MOST_MESSAGES = 64;
/** Results that nobody asks for within this time go back to the server. */
const KEEP_MS = 5000;

const checkOne = ofSender(checkResult);

/** The results that a coordinator pulls. One message on NATS holds several. */
export function natsResults({ link, names, reading }: NatsContext, consumer: () => string) {
  let ready: Delivery<ResultMessage>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let perMessage = 1;
  let era = 0;

  async function pullResults(max: number, waitMs: number): Promise<Delivery<ResultMessage>[]> {
    const until = performance.now() + waitMs;
    const left = () => Math.max(0, until - performance.now());
    if (max < 1) return [];
    while (ready.length === 0) {
      if (!(await link.untilConnected(left())) || link.closed) return [];
      const missing = await pullMessages(Math.ceil(max / perMessage), left());
      if (link.closed || (ready.length === 0 && left() === 0)) return [];
      if (missing && ready.length === 0) await sleep(Math.min(RETRY_MS, left()));
    }
    const taken = ready.splice(0, max);
    giveBackLater();
    return taken;
  }

  /** True where the consumer is missing. */
  async function pullMessages(count: number, waitMs: number): Promise<boolean> {
    if (consumer() === '') return true;
    const { messages, missing } = await pull(link, names.streams.results, consumer(), {
      max: Math.min(count, MOST_MESSAGES),
      waitMs,
    });
    for (const message of messages) open(message);
    return missing;
  }

  function open(message: Msg): void {
    const results = reading.list('result', message.data, (value) => checkOne(value, message.subject));
    if (results.length === 0) {
      terminate(link, message);
      return;
    }
    perMessage += (results.length - perMessage) / 8;
    const eraOfMessage = era;
    ready.push(...shareDelivery(link, message, results, () => eraOfMessage === era));
  }

  /** So that another coordinator gets them soon. */
  function giveBackLater(): void {
    clearTimeout(timer);
    if (ready.length > 0) timer = setTimeout(giveBack, KEEP_MS);
  }

  /** The sequence numbers of what was pulled are given a second time: an acknowledgement would hit another message. */
  function disown(): void {
    era += 1;
    ready = [];
  }

  /** What was fetched and nobody pulled. */
  function giveBack(): void {
    clearTimeout(timer);
    for (const delivery of ready.splice(0)) void delivery.nak();
  }

  return { pullResults, disown, giveBack };
}
