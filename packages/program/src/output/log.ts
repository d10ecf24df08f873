import { isUtf8 } from 'node:buffer';

const END_BYTES = 16 * 1024;
const MOST_BYTES = 2 * END_BYTES - 128;

/** The beginning and the end of what a program says, in at most 32 KiB. */
export class Log {
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer[] = [];
  #tailBytes = 0;
  #leftOut = 0;
  #lastLine = '';

  /** Its newline is added. */
  add(line: Buffer | string): void {
    const text = typeof line === 'string' || isUtf8(line) ? line : line.toString();
    const bytes = Buffer.concat([typeof text === 'string' ? Buffer.from(text) : text, NEWLINE]);
    const last = bytes.subarray(0, 400).toString().trim();
    if (last !== '') this.#lastLine = last;
    const first = bytes.subarray(0, END_BYTES - this.#headBytes);
    if (first.length > 0) {
      this.#head.push(first);
      this.#headBytes += first.length;
    }
    if (first.length < bytes.length) this.#addLast(bytes.subarray(first.length));
  }

  /** What was said last, its beginning. */
  get lastLine(): string {
    return this.#lastLine;
  }

  text(): string {
    const head = Buffer.concat(this.#head);
    const tail = Buffer.concat(this.#tail);
    const room = MOST_BYTES - END_BYTES;
    const leftOut = this.#leftOut + Math.max(0, tail.length - room);
    if (leftOut === 0) return Buffer.concat([head, tail]).toString();
    return `${head.toString()}\n… ${leftOut} bytes left out …\n${withoutCutCharacter(tail.subarray(-room)).toString()}`;
  }

  #addLast(bytes: Buffer): void {
    const kept = bytes.subarray(-END_BYTES);
    this.#leftOut += bytes.length - kept.length;
    this.#tail.push(kept);
    this.#tailBytes += kept.length;
    while (this.#tailBytes - this.#tail[0]!.length >= END_BYTES) {
      const gone = this.#tail.shift()!.length;
      this.#tailBytes -= gone;
      this.#leftOut += gone;
    }
  }
}

const NEWLINE = Buffer.from('\n');

/** Bytes that continue a character whose beginning is not there. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && (bytes[start]! & 0xc0) === 0x80) start++;
  return bytes.subarray(start);
}
