/** A longer line is cut. */
export const MOST_LINE_BYTES = 64 * 1024;

/**
 * Cuts a stream of bytes into lines, however it comes in pieces, and never keeps more than one line's bound. `onLine` gets
 * each without its newline; `whole` is false where it was longer than it may be.
 */
export class LineSplitter {
  readonly #onLine: (line: Buffer, whole: boolean) => void;
  #parts: Buffer[] = [];
  #bytes = 0;
  #whole = true;

  constructor(onLine: (line: Buffer, whole: boolean) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      this.#take(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
    }
    this.#take(chunk.subarray(start));
  }

  /** The stream is at its end: what follows the last newline is a line too. */
  end(): void {
    if (this.#bytes > 0) this.#emit();
  }

  #take(piece: Buffer): void {
    const kept = piece.subarray(0, MOST_LINE_BYTES - this.#bytes);
    if (kept.length < piece.length) this.#whole = false;
    if (kept.length === 0) return;
    this.#parts.push(kept);
    this.#bytes += kept.length;
  }

  #emit(): void {
    const line = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const whole = this.#whole;
    this.#parts = [];
    this.#bytes = 0;
    this.#whole = true;
    this.#onLine(line, whole);
  }
}
