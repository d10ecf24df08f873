import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { checkResult } from '../../check.ts';
import { closedError } from '../../closed.ts';
import type { ResultMessage } from '../../messages.ts';
import { encodeText } from '../../wire.ts';
import { backoff } from '../connection/backoff.ts';
import type { NatsContext } from '../context.ts';
import { mostBytes, publishToStream } from '../publish/publish.ts';

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
export function resultPress(context: NatsContext) {
  const { link, names, settings } = context;
  const target = { stream: names.streams.results, subject: names.results(settings.name) };
  const publishing = new Set<Promise<void>>();
  let open: Batch | null = null;
  let closed = false;

  /** Resolves when the result is stored. */
  async function publishResult(given: ResultMessage): Promise<void> {
    if (closed) throw closedError();
    const text = encodeText(checkResult(given));
    const bytes = Buffer.byteLength(text) + 1;
    const most = Math.min(MOST_BYTES, mostBytes(link) - FRAME_BYTES);
    if (open && open.bytes + bytes > most) flush();
    const batch = open ?? begin();
    const stored = Promise.withResolvers<void>();
    batch.entries.push({ text, stored });
    batch.bytes += bytes;
    if (batch.entries.length === MOST_RESULTS || batch.bytes > most) flush();
    return stored.promise;
  }

  function begin(): Batch {
    const batch: Batch = { entries: [], bytes: 0 };
    open = batch;
    setTimeout(() => {
      if (open === batch) flush();
    }, GATHER_MS);
    return batch;
  }

  function flush(): void {
    const batch = open;
    if (!batch) return;
    open = null;
    const storing = store(batch.entries);
    publishing.add(storing);
    void storing.finally(() => publishing.delete(storing));
  }

  /** Settles each. Those for which there is no room together go by halves: one alone may fit, or be too big alone. */
  async function store(entries: readonly Entry[]): Promise<void> {
    try {
      if (await publish(entries)) for (const { stored } of entries) stored.resolve();
      else {
        const half = entries.length >> 1;
        await Promise.all([store(entries.slice(0, half)), store(entries.slice(half))]);
      }
    } catch (error) {
      for (const { stored } of entries) stored.reject(error);
    }
  }

  /**
   * False where several are to be sent apart. Else it tries again until there is room; a worker that ends before has them
   * trained again.
   */
  async function publish(entries: readonly Entry[]): Promise<boolean> {
    const payload = new TextEncoder().encode(`[${entries.map(({ text }) => text).join(',')}]`);
    const several = entries.length > 1;
    const pause = backoff();
    for (;;) {
      try {
        // Each try has an id of its own, as after a refusal it must.
        const published = await publishToStream(context, target, randomUUID(), payload);
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
  async function close(): Promise<void> {
    closed = true;
    flush();
    if (link.connected)
      await Promise.race([Promise.all(publishing), sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  return { publishResult, close };
}
