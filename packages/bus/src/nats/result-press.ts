import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { closedError } from '../closed.ts';
import type { ResultMessage } from '../messages.ts';
import { checkResult } from '../schema.ts';
import type { Link } from './link.ts';
import { publishToStream } from './publish.ts';
import { encodeText } from './wire.ts';

/** Results that end within this time travel together. */
const GATHER_MS = 2;
const MOST_RESULTS = 64;
const CLOSE_MS = 2000;
const MOST_CHARACTERS = 256 * 1024;

interface Batch {
  readonly texts: string[];
  characters: number;
  readonly published: PromiseWithResolvers<void>;
}

/** Puts results that end at about the same time into one message, as each message costs the same however short. */
export class ResultPress {
  readonly #link: Link;
  readonly #subject: string;
  #open: Batch | null = null;
  readonly #publishing = new Set<Promise<void>>();
  #closed = false;

  constructor(link: Link, subject: string) {
    this.#link = link;
    this.#subject = subject;
  }

  /** Resolves when the result is stored. */
  async publish(given: ResultMessage): Promise<void> {
    if (this.#closed) throw closedError();
    const text = encodeText(checkResult(given));
    if (this.#open && this.#open.characters + text.length > MOST_CHARACTERS) this.flush();
    const batch = this.#open ?? this.#begin();
    batch.texts.push(text);
    batch.characters += text.length;
    if (batch.texts.length === MOST_RESULTS || batch.characters > MOST_CHARACTERS) this.flush();
    return batch.published.promise;
  }

  flush(): void {
    const batch = this.#open;
    if (!batch) return;
    this.#open = null;
    const payload = new TextEncoder().encode(`[${batch.texts.join(',')}]`);
    const publishing = publishToStream(this.#link, this.#subject, randomUUID(), payload).then(
      () => batch.published.resolve(),
      (error) => batch.published.reject(error),
    );
    this.#publishing.add(publishing);
    void publishing.finally(() => this.#publishing.delete(publishing));
  }

  /** Takes no more; resolves when all that were given are published, where there is a connection, or refused. */
  async close(connected: boolean): Promise<void> {
    this.#closed = true;
    this.flush();
    if (connected)
      await Promise.race([Promise.all(this.#publishing), sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  #begin(): Batch {
    const batch: Batch = { texts: [], characters: 0, published: Promise.withResolvers() };
    this.#open = batch;
    setTimeout(() => {
      if (this.#open === batch) this.flush();
    }, GATHER_MS);
    return batch;
  }
}
