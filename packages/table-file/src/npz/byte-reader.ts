/** Bytes that come in pieces, taken by number. */
export class ByteReader {
  readonly #pieces: AsyncGenerator<Buffer>;
  #held: Buffer[] = [];
  #length = 0;

  constructor(pieces: AsyncGenerator<Buffer>) {
    this.#pieces = pieces;
  }

  /** The next `count` bytes; null where there are fewer. */
  async take(count: number): Promise<Buffer | null> {
    while (this.#length < count) {
      const { value, done } = await this.#pieces.next();
      if (done) return null;
      this.#held.push(value);
      this.#length += value.length;
    }
    const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held, this.#length);
    this.#held = [all.subarray(count)];
    this.#length = all.length - count;
    return all.subarray(0, count);
  }

  async close(): Promise<void> {
    await this.#pieces.return(undefined);
  }
}
