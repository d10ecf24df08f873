import { badMessage } from '../../check.ts';
import { Listeners } from '../../listeners.ts';
import type { BadMessage } from '../../port.ts';
import { decode, encodeText } from '../../wire.ts';

const LONGEST_TEXT = 300;

/** Reads what comes over the bus, and reports what cannot be read. */
export class Reading {
  /** What cannot be read is told here. */
  readonly bad = new Listeners<BadMessage>();

  /** Null where `check` throws or the bytes are no message at all. */
  bytes<T>(kind: BadMessage['kind'], data: Uint8Array, check: (value: unknown) => T): T | null {
    const text = () => Buffer.from(data.subarray(0, LONGEST_TEXT)).toString();
    return this.#try(kind, text, () => check(decode(data)));
  }

  /** Those of a message with a list of them that pass `check`. */
  list<T>(kind: BadMessage['kind'], data: Uint8Array, check: (value: unknown) => T): T[] {
    const list = this.bytes(kind, data, (value) => listOf(kind, value)) ?? [];
    const textOf = (one: unknown) => () => encodeText(one) ?? '';
    return list.flatMap((one) => this.#try(kind, textOf(one), () => check(one)) ?? []);
  }

  #try<T>(kind: BadMessage['kind'], text: () => string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      const reason = (error as Error).message;
      this.bad.tell({ kind, reason, text: text().slice(0, LONGEST_TEXT) });
      return null;
    }
  }
}

function listOf(kind: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw badMessage(`A ${kind} message is no list.`);
}
