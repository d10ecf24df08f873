/**
 * Texts that take long to make, for all who ask at the same time and for who asks again: so many characters of them, those
 * that were asked for last. A failure is not kept.
 */
export class Answers {
  readonly #most: number;
  readonly #held = new Map<string, { readonly text: Promise<string>; length: number }>();
  #length = 0;

  constructor(most = 16_000_000) {
    this.#most = most;
  }

  /** `key` says all that the text depends on. */
  get(key: string, make: () => Promise<string>): Promise<string> {
    const held = this.#held.get(key);
    if (held) {
      this.#held.delete(key);
      this.#held.set(key, held);
      return held.text;
    }
    const made = { text: make(), length: key.length };
    this.#held.set(key, made);
    this.#length += made.length;
    made.text.then(
      ({ length }) => {
        if (this.#held.get(key) !== made) return;
        made.length += length;
        this.#length += length;
        this.#bound();
      },
      () => this.#drop(key),
    );
    return made.text;
  }

  #bound(): void {
    for (const key of this.#held.keys()) {
      if (this.#length <= this.#most) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#length -= this.#held.get(key)?.length ?? 0;
    this.#held.delete(key);
  }
}
