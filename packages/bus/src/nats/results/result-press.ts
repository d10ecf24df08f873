import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { checkResult } from '../../check.ts';
import { closedError } from '../../closed.ts';
import type { ResultMessage } from '../../messages.ts';
import { encodeText } from '../../wire.ts';
import { backoff } from '../connection/backoff.ts';
import type { Link } from '../connection/link.ts';
import { mostBytes, publishToStream, type Target } from '../publish/publish.ts';
import type { Uptake } from '../publish/uptake.ts';

/** Results that end within this time travel together. */
const GATHER_MS = 2;
const MOST_RESULTS = 64;
const CLOSE_MS = 2000;
const MOST_BYTES = 256 * 1024;

/** The brackets and a comma. */
const FRAME_BYTES = 3;

interface Entry {
  readonly text: string;
  readonly stored: PromiseWithResolvers<void>;
}

interface Batch {
  readonly entries: Entry[];
  bytes: number;
}

/** Puts results that end at about the same time into one message, as each message costs the same however short. */
export class ResultPress {
  readonly #link: Link;
  readonly #uptake: Uptake;
  readonly #target: Target;
  #open: Batch | null = null;
  readonly #publishing = new Set<Promise<void>>();
  #closed = false;

  constructor(link: Link, uptake: Uptake, target: Target) {
    this.#link = link;
    this.#uptake = uptake;
    this.#target = target;
  }

  /** Resolves when the result is stored. */
  async publish(given: ResultMessage): Promise<void> {
    if (this.#closed) throw closedError();
    const text = encodeText(checkResult(given));
    const bytes = Buffer.byteLength(text) + 1;
    const most = Math.min(MOST_BYTES, mostBytes(this.#link) - FRAME_BYTES);
    if (this.#open && this.#open.bytes + bytes > most) this.flush();
    const batch = this.#open ?? this.#begin();
    const stored = Promise.withResolvers<void>();
    batch.entries.push({ text, stored });
    batch.bytes += bytes;
    if (batch.entries.length === MOST_RESULTS || batch.bytes > most) this.flush();
    return stored.promise;
  }

  flush(): void {
    const batch = this.#open;
    if (!batch) return;
    this.#open = null;
    const publishing = this.#store(batch.entries);
    this.#publishing.add(publishing);
    void publishing.finally(() => this.#publishing.delete(publishing));
  }

  /** Settles each. Those for which there is no room together go by halves: one alone may fit, or be too big alone. */
  async #store(entries: readonly Entry[]): Promise<void> {
    try {
      if (await this.#publish(entries)) for (const { stored } of entries) stored.resolve();
      else {
        const half = entries.length >> 1;
        await Promise.all([this.#store(entries.slice(0, half)), this.#store(entries.slice(half))]);
      }
    } catch (error) {
      for (const { stored } of entries) stored.reject(error);
    }
  }

  /**
   * False where several are to be sent apart. Else it tries again until there is room; a worker that ends before has them
   * trained again.
   */
  async #publish(entries: readonly Entry[]): Promise<boolean> {
    const payload = new TextEncoder().encode(`[${entries.map(({ text }) => text).join(',')}]`);
    const several = entries.length > 1;
    const pause = backoff();
    for (;;) {
      try {
        // Each try has an id of its own, as after a refusal it must.
        const published = await publishToStream(
          this.#link,
          this.#uptake,
          this.#target,
          randomUUID(),
          payload,
        );
        if (published === 'stored') return true;
        if (several && published.kind === 'no room') return false;
      } catch (error) {
        const tooBig = error instanceof LatentsweepError && error.code === 'message_too_big';
        if (several && tooBig) return false;
        throw error;
      }
      await pause();
    }
  }

  /** Takes no more; resolves when all that were given are published, where there is a connection, or refused. */
  async close(connected: boolean): Promise<void> {
    this.#closed = true;
    this.flush();
    if (connected)
      await Promise.race([Promise.all(this.#publishing), sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  #begin(): Batch {
    const batch: Batch = { entries: [], bytes: 0 };
    this.#open = batch;
    setTimeout(() => {
      if (this.#open === batch) this.flush();
    }, GATHER_MS);
    return batch;
  }
}
