/** A longer line is cut. */
export const MOST_LINE_BYTES = 64 * 1024;

export interface Lines {
  /** One, without its newline; `whole` is false where it was longer than it may be. */
  line(line: Buffer, whole: boolean): void;
  /** Several at once, without the last one's newline, none of which has a brace: a flood of them costs little. */
  lines(block: Buffer): void;
}

/** Cuts a stream of bytes into lines, however it comes in pieces, and never keeps more than one line's bound. */
export class LineSplitter {
  readonly #to: Lines;
  #parts: Buffer[] = [];
  #bytes = 0;
  #whole = true;

  constructor(to: Lines) {
    this.#to = to;
  }

  push(chunk: Buffer): void {
    const brace = chunk.lastIndexOf(BRACE);
    const last = chunk.lastIndexOf(NEWLINE);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#take(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
      if (start > brace && start < last && last - start <= MOST_LINE_BYTES) {
        this.#to.lines(chunk.subarray(start, last));
        start = last + 1;
      }
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
    this.#to.line(line, whole);
  }
}

const NEWLINE = 10;
const SPACE = 32;
const BRACE = '{'.charCodeAt(0);

export function isBlank(line: Buffer): boolean {
  for (let i = 0; i < line.length; i++) if (line[i]! > SPACE) return false;
  return true;
}

/** The last line that is not blank. */
export function lastOf(block: Buffer): string {
  const text = block.toString().trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1).trim();
}
