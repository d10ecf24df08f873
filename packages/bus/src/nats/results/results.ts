import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { checkResult } from '../../check.ts';
import type { ResultMessage } from '../../messages.ts';
import type { Delivery } from '../../port.ts';
import type { Link } from '../connection/link.ts';
import type { Names } from '../names.ts';
import { giveBack, terminate } from '../receive/delivery.ts';
import { pull } from '../receive/pull.ts';
import type { Reading } from '../receive/reading.ts';
import { ofSender } from '../receive/sender.ts';
import { shareDelivery } from '../receive/shared-delivery.ts';

const RETRY_MS = 200;
/** Messages in one pull: each holds up to as many results as `ResultPress` puts together. */
const MOST_MESSAGES = 64;
/** Results that nobody asks for within this time go back to the server. */
const KEEP_MS = 5000;

/** The results that a coordinator pulls. One message on NATS holds several. */
export class NatsResults {
  readonly #link: Link;
  readonly #names: Names;
  readonly #consumer: () => string;
  readonly #reading: Reading;
  #ready: Delivery<ResultMessage>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #perMessage = 1;
  #era = 0;

  constructor(link: Link, names: Names, consumer: () => string, reading: Reading) {
    this.#link = link;
    this.#names = names;
    this.#consumer = consumer;
    this.#reading = reading;
  }

  async pull(max: number, waitMs: number): Promise<Delivery<ResultMessage>[]> {
    const until = performance.now() + waitMs;
    const left = () => Math.max(0, until - performance.now());
    if (max < 1) return [];
    while (this.#ready.length === 0) {
      if (!(await this.#link.untilConnected(left())) || this.#link.closed) return [];
      const missing = await this.#fetch(Math.ceil(max / this.#perMessage), left());
      if (this.#link.closed || (this.#ready.length === 0 && left() === 0)) return [];
      if (missing && this.#ready.length === 0) await sleep(Math.min(RETRY_MS, left()));
    }
    const taken = this.#ready.splice(0, max);
    this.#giveBackLater();
    return taken;
  }

  /** True where the consumer is missing. */
  async #fetch(messages: number, waitMs: number): Promise<boolean> {
    const consumer = this.#consumer();
    if (consumer === '') return true;
    const pulled = await pull(this.#link, this.#names.resultsStream, consumer, {
      max: Math.min(messages, MOST_MESSAGES),
      waitMs,
      late: (message) => giveBack(this.#link, message),
    });
    for (const message of pulled.messages) this.#open(message);
    return pulled.missing;
  }

  #open(message: Msg): void {
    const results = this.#reading.list('result', message.data, (value) => checkOne(value, message.subject));
    if (results.length === 0) {
      terminate(this.#link, message);
      return;
    }
    this.#perMessage += (results.length - this.#perMessage) / 8;
    const era = this.#era;
    this.#ready.push(...shareDelivery(this.#link, message, results, () => era === this.#era));
  }

  /** So that another coordinator gets them soon. */
  #giveBackLater(): void {
    clearTimeout(this.#timer);
    if (this.#ready.length === 0) return;
    this.#timer = setTimeout(() => this.giveBack(), KEEP_MS);
  }

  /** The sequence numbers of what was pulled are given a second time: an acknowledgement would hit another message. */
  disown(): void {
    this.#era += 1;
    this.#ready = [];
  }

  /** What was fetched and nobody pulled. */
  giveBack(): void {
    clearTimeout(this.#timer);
    for (const delivery of this.#ready.splice(0)) void delivery.nak();
  }
}

const checkOne = ofSender(checkResult);
