/**
 * A queue whose messages are delivered until they are acknowledged. A message is
 *
 *   ready     -> in flight   pull
 *   in flight -> (gone)      ack
 *   in flight -> delayed     nak
 *   in flight -> ready       neither ack nor `working` within `ackWaitMs`: its consumer is gone
 *   delayed   -> ready       after the delay
 */

import type { Delivery } from '../port.ts';

/** Two of them may be of equal messages. */
interface Entry<T> {
  readonly message: T;
}

interface Puller<T> extends Wish<T> {
  readonly max: number;
  readonly resolve: (deliveries: Delivery<T>[]) => void;
  readonly timer: NodeJS.Timeout;
}

/** What a consumer takes. */
interface Wish<T> {
  /** Others are left for other consumers. */
  readonly accepts?: (message: T) => boolean;
  /** Groups that it would rather have messages of; all are the same to it where it names none. */
  readonly held?: ReadonlySet<string> | undefined;
}

/** Takes in a row that may pass over the first message for others that the consumer would rather have. */
const MOST_PASSED_OVER = 32;

interface QueueLimits {
  /** Messages that may be ready at once; a push waits while there are more. */
  readonly limit: number;
  readonly ackWaitMs: number;
}

export class DeliveryQueue<T> {
  readonly #limits: QueueLimits;
  readonly #groupOf: (message: T) => string;
  #ready: Entry<T>[] = [];
  #passedOver = 0;
  /** Each delivery in flight, with the time at which it is taken back. */
  readonly #inFlight = new Map<object, { readonly entry: Entry<T>; deadline: number }>();
  readonly #delayed = new Map<Entry<T>, NodeJS.Timeout>();
  readonly #pullers: Puller<T>[] = [];
  readonly #pushers: (() => void)[] = [];
  readonly #watch: NodeJS.Timeout;
  #closed = false;

  constructor(limits: QueueLimits, groupOf: (message: T) => string = () => '') {
    this.#limits = limits;
    this.#groupOf = groupOf;
    this.#watch = setInterval(() => this.#expire(), limits.ackWaitMs / 4);
    this.#watch.unref();
  }

  /** False if the queue closed before there was room. */
  async push(message: T): Promise<boolean> {
    while (!this.#closed && this.#ready.length >= this.#limits.limit) {
      await new Promise<void>((resolve) => this.#pushers.push(resolve));
    }
    if (this.#closed) return false;
    this.#add({ message });
    return true;
  }

  async pull(max: number, waitMs: number, wish: Wish<T> = {}): Promise<Delivery<T>[]> {
    if (this.#closed || max < 1) return [];
    const taken = this.#take(max, wish);
    if (taken.length > 0) return taken;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pullers.splice(this.#pullers.indexOf(puller), 1);
        resolve([]);
      }, waitMs);
      const puller: Puller<T> = { ...wish, max, resolve, timer };
      this.#pullers.push(puller);
    });
  }

  /** Removes what matches and no consumer holds. */
  purge(matches: (message: T) => boolean): T[] {
    const purged = this.#ready.filter(({ message }) => matches(message));
    this.#ready = this.#ready.filter(({ message }) => !matches(message));
    for (const [entry, timer] of this.#delayed) {
      if (!matches(entry.message)) continue;
      clearTimeout(timer);
      this.#delayed.delete(entry);
      purged.push(entry);
    }
    this.#letPushersIn();
    return purged.map(({ message }) => message);
  }

  /** Removes what matches, even if a consumer holds it. */
  retract(matches: (message: T) => boolean): void {
    this.purge(matches);
    for (const [token, { entry }] of this.#inFlight) if (matches(entry.message)) this.#inFlight.delete(token);
  }

  /** Those that are not acknowledged. */
  get size(): number {
    return this.#ready.length + this.#delayed.size + this.#inFlight.size;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#watch);
    for (const timer of this.#delayed.values()) clearTimeout(timer);
    for (const { resolve, timer } of this.#pullers.splice(0)) {
      clearTimeout(timer);
      resolve([]);
    }
    this.#letPushersIn();
  }

  #add(entry: Entry<T>): void {
    this.#ready.push(entry);
    const { message } = entry;
    const group = this.#groupOf(message);
    const takers = this.#pullers.filter(({ accepts }) => accepts?.(message) ?? true);
    const puller = takers.find(({ held }) => held?.has(group)) ?? takers[0];
    if (!puller) return;
    this.#pullers.splice(this.#pullers.indexOf(puller), 1);
    clearTimeout(puller.timer);
    puller.resolve(this.#take(puller.max, puller));
  }

  #take(max: number, { accepts, held }: Wish<T>): Delivery<T>[] {
    const fit = accepts ? this.#ready.filter(({ message }) => accepts(message)) : this.#ready;
    if (fit.length === 0) return [];
    const chosen = new Set(held ? this.#choose(fit, max, held) : fit.slice(0, max));
    this.#passedOver = chosen.has(fit[0]!) ? 0 : this.#passedOver + 1;
    this.#ready = this.#ready.filter((entry) => !chosen.has(entry));
    this.#letPushersIn();
    return [...chosen].map((entry) => this.#deliver(entry));
  }

  /** The first of the groups that are held; where none is, or the first message was passed over long enough, of its. */
  #choose(fit: readonly Entry<T>[], max: number, held: ReadonlySet<string>): Entry<T>[] {
    const isHeld = ({ message }: Entry<T>) => held.has(this.#groupOf(message));
    const group = this.#groupOf(fit[0]!.message);
    const isOfFirst = ({ message }: Entry<T>) => this.#groupOf(message) === group;
    const mayPassOver = this.#passedOver < MOST_PASSED_OVER && fit.some(isHeld);
    return fit.filter(mayPassOver ? isHeld : isOfFirst).slice(0, max);
  }

  #deliver(entry: Entry<T>): Delivery<T> {
    const token = {};
    const deadline = () => performance.now() + this.#limits.ackWaitMs;
    this.#inFlight.set(token, { entry, deadline: deadline() });
    return {
      message: entry.message,
      ack: async () => {
        this.#inFlight.delete(token);
      },
      nak: async (delayMs = 0) => {
        if (this.#inFlight.delete(token) && !this.#closed) this.#delay(entry, delayMs);
      },
      working: async () => {
        const held = this.#inFlight.get(token);
        if (held) held.deadline = deadline();
      },
    };
  }

  #delay(entry: Entry<T>, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#delayed.delete(entry);
      this.#add(entry);
    }, delayMs);
    this.#delayed.set(entry, timer);
  }

  #expire(): void {
    const now = performance.now();
    for (const [token, { entry, deadline }] of this.#inFlight) {
      if (deadline > now) continue;
      this.#inFlight.delete(token);
      this.#add(entry);
    }
  }

  /** All of them look again; those without room wait again. */
  #letPushersIn(): void {
    for (const resolve of this.#pushers.splice(0)) resolve();
  }
}
