import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, redacted } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import type { Gone } from '../api.ts';

/** A question that clients want answered again and again. */
export interface Question {
  /** The event that its answers are. */
  readonly event: string;
  ask(): Promise<Seen>;
}

/** An answer. `same`: a text that is equal while there is nothing new. */
export interface Seen {
  readonly same: string;
  /** What a client is told; whether it may act may be a part of it. */
  answer(mayAct: boolean): unknown;
}

export interface Listener {
  readonly mayAct: boolean;
  /** Takes a piece of an event stream. */
  send(text: string): void;
}

interface Topic {
  readonly question: Question;
  readonly listeners: Set<Listener>;
  /** What was told last; null before the first answer and while the store is away. */
  seen: Seen | null;
  gone: Gone | null;
  toldAt: number;
  polling: Promise<void> | null;
}

export interface HubOptions {
  /** Between two polls, and after which silence a comment shows that the connection lives. */
  readonly pollMs?: number;
  readonly quietMs?: number;
  /** Milliseconds of a clock that does not jump. */
  readonly now?: () => number;
  /** Waits so long, or until it is stopped. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Asks each question once a second for all who want to know, and tells what is new. Nothing is asked while nobody
 * listens, and a sweep that was removed is not asked for again.
 */
export class Hub {
  readonly #topics = new Map<string, Topic>();
  readonly #stop = new AbortController();
  readonly #pollMs: number;
  readonly #quietMs: number;
  readonly #now: () => number;
  readonly #wait: NonNullable<HubOptions['wait']>;
  #loop: Promise<void> | null = null;

  constructor({
    pollMs = 1000,
    quietMs = 20_000,
    now = () => performance.now(),
    wait = rest,
  }: HubOptions = {}) {
    this.#pollMs = pollMs;
    this.#quietMs = quietMs;
    this.#now = now;
    this.#wait = wait;
  }

  /** How many listen. */
  get size(): number {
    return [...this.#topics.values()].reduce((sum, { listeners }) => sum + listeners.size, 0);
  }

  /** The last answer to a question that is being asked, or null. */
  latest(key: string): Seen | null {
    return this.#topics.get(key)?.seen ?? null;
  }

  /** Tells a listener what is known and all that comes, until what it returns is called. Equal keys: one question. */
  join(key: string, question: () => Question, listener: Listener): () => void {
    const topic = this.#topics.get(key) ?? this.#open(key, question());
    topic.listeners.add(listener);
    if (topic.gone) listener.send(eventText('gone', topic.gone));
    else if (topic.seen) listener.send(eventText(topic.question.event, topic.seen.answer(listener.mayAct)));
    this.#loop ??= this.#run();
    return () => {
      topic.listeners.delete(listener);
      if (topic.listeners.size === 0 && this.#topics.get(key) === topic) this.#topics.delete(key);
    };
  }

  close(): void {
    this.#stop.abort();
    this.#topics.clear();
  }

  #open(key: string, question: Question): Topic {
    const topic: Topic = {
      ...{ question, listeners: new Set(), seen: null, gone: null },
      ...{ toldAt: this.#now(), polling: null },
    };
    this.#topics.set(key, topic);
    // Whoever comes first does not wait for the next turn.
    void this.#poll(topic);
    return topic;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#topics.size > 0) {
      await this.#wait(this.#pollMs, signal);
      if (signal.aborted) return;
      await Promise.all([...this.#topics.values()].map((topic) => this.#poll(topic)));
    }
    this.#loop = null;
  }

  #poll(topic: Topic): Promise<void> {
    topic.polling ??= this.#look(topic).finally(() => {
      topic.polling = null;
    });
    return topic.polling;
  }

  async #look(topic: Topic): Promise<void> {
    if (topic.gone?.what !== 'sweep') {
      try {
        this.#see(topic, await topic.question.ask());
      } catch (error) {
        this.#miss(topic, goneOf(error));
      }
    }
    if (this.#now() - topic.toldAt >= this.#quietMs) this.#tell(topic, () => ':\n\n');
  }

  #see(topic: Topic, seen: Seen): void {
    const isNew = topic.seen?.same !== seen.same;
    topic.seen = seen;
    topic.gone = null;
    if (!isNew) return;
    const texts = new Map<boolean, string>();
    this.#tell(topic, ({ mayAct }) => {
      const text = texts.get(mayAct) ?? eventText(topic.question.event, seen.answer(mayAct));
      texts.set(mayAct, text);
      return text;
    });
  }

  #miss(topic: Topic, gone: Gone): void {
    const isNew = topic.gone?.what !== gone.what;
    topic.seen = null;
    topic.gone = gone;
    if (isNew) this.#tell(topic, () => eventText('gone', gone));
  }

  #tell(topic: Topic, text: (listener: Listener) => string): void {
    topic.toldAt = this.#now();
    for (const listener of topic.listeners) listener.send(text(listener));
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, null, { signal }).catch(() => {});
}

function goneOf(error: unknown): Gone {
  if (error instanceof InputError && error.code === 'unknown_sweep') {
    return { what: 'sweep', text: 'This sweep was removed.' };
  }
  if (error instanceof TryAgain) {
    return { what: 'store', text: `The store cannot be reached, trying again: ${redacted(error.reason)}` };
  }
  return { what: 'store', text: 'The store gives no answer that can be read, trying again.' };
}

/** An event of a stream: its data are one line of JSON. */
const eventText = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
