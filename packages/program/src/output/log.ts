import { isUtf8 } from 'node:buffer';
import { isBlank, lastOf } from './lines.ts';

const HEAD_BYTES = 16 * 1024;
/** Beside the sentence between them. */
const TAIL_BYTES = 16 * 1024 - 128;

/** The beginning and the end of what a program says, in at most 32 KiB. */
export class Log {
  #head = Buffer.alloc(0);
  #headBytes = 0;
  /** A ring, from where the head is full. */
  #tail: Buffer | null = null;
  #tailBytes = 0;
  #lastLines: Buffer = this.#head;

  /** A line, or some. The last one's newline is added. */
  add(line: Buffer | string): void {
    const bytes =
      typeof line === 'string' ? Buffer.from(line) : isUtf8(line) ? line : Buffer.from(line.toString());
    if (!isBlank(bytes)) this.#lastLines = bytes;
    this.#take(bytes);
    this.#take(END_OF_LINE);
  }

  /** What was said last. */
  get lastLine(): string {
    return lastOf(this.#lastLines);
  }

  text(): string {
    const head = this.#head.subarray(0, this.#headBytes);
    if (!this.#tail) return head.toString();
    const at = this.#tailBytes % TAIL_BYTES;
    const leftOut = this.#tailBytes - TAIL_BYTES;
    if (leftOut <= 0) return Buffer.concat([head, this.#tail.subarray(0, this.#tailBytes)]).toString();
    const tail = Buffer.concat([this.#tail.subarray(at), this.#tail.subarray(0, at)]);
    return `${head.toString()}\n… ${leftOut} bytes left out …\n${withoutCutCharacter(tail).toString()}`;
  }

  #take(bytes: Buffer): void {
    const first = Math.min(bytes.length, HEAD_BYTES - this.#headBytes);
    if (first > 0) {
      if (this.#head.length < this.#headBytes + first) this.#growHead(this.#headBytes + first);
      bytes.copy(this.#head, this.#headBytes, 0, first);
      this.#headBytes += first;
    }
    if (first < bytes.length) this.#takeLast(bytes.subarray(first));
  }

  #growHead(least: number): void {
    const grown = Buffer.allocUnsafe(Math.min(HEAD_BYTES, Math.max(256, 2 * least)));
    this.#head.copy(grown);
    this.#head = grown;
  }

  #takeLast(bytes: Buffer): void {
    this.#tail ??= Buffer.allocUnsafe(TAIL_BYTES);
    this.#tailBytes += bytes.length;
    const kept = bytes.subarray(-TAIL_BYTES);
    const at = (this.#tailBytes - kept.length) % TAIL_BYTES;
    const copied = kept.copy(this.#tail, at);
    kept.copy(this.#tail, 0, copied);
  }
}

const END_OF_LINE = Buffer.from('\n');

/** Bytes that continue a character whose beginning is not there. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  let start = 0;
  while (start < 3 && (bytes[start]! & 0xc0) === 0x80) start++;
  return bytes.subarray(start);
}
