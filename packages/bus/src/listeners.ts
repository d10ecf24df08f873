/** Fire and forget. Listeners run after the teller, so that they cannot break it. */
export class Listeners<T> {
  readonly #listeners = new Set<(message: T) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  /** Returns how to stop listening. */
  add(listener: (message: T) => void): () => void {
    // Of its own, so that one function may listen twice.
    const own = (message: T) => listener(message);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(message: T): void {
    for (const listener of this.#listeners) {
      queueMicrotask(() => {
        if (this.#listeners.has(listener)) listener(message);
      });
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
