import type { BadMessage } from '../port.ts';
import { decode, encodeText } from './wire.ts';

const LONGEST_TEXT = 300;

/** Reads what comes over the bus, and reports what cannot be read. */
export class Reading {
  readonly #listeners = new Set<(bad: BadMessage) => void>();

  onBadMessage(listener: (bad: BadMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Null where `check` throws or the bytes are no message at all. */
  bytes<T>(kind: BadMessage['kind'], data: Uint8Array, check: (value: unknown) => T): T | null {
    return this.#try(
      kind,
      () => Buffer.from(data.subarray(0, LONGEST_TEXT)).toString(),
      () => check(decode(data)),
    );
  }

  /** One of several in a message. */
  part<T>(kind: BadMessage['kind'], value: unknown, check: (value: unknown) => T): T | null {
    return this.#try(
      kind,
      () => encodeText(value) ?? '',
      () => check(value),
    );
  }

  #try<T>(kind: BadMessage['kind'], text: () => string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      const reason = (error as Error).message;
      const bad: BadMessage = { kind, reason, text: text().slice(0, LONGEST_TEXT) };
      for (const listener of this.#listeners) listener(bad);
      return null;
    }
  }
}
