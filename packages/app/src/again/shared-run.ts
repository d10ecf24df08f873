/** Work that several wait for and that is given up when nobody waits any more. */
export class SharedRun<Answer, Step extends unknown[]> {
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(...step: Step) => void>();
  readonly #answer: Promise<Answer>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal, tell: (...step: Step) => void) => Promise<Answer>) {
    this.#answer = work(this.#ending.signal, (...step) => {
      for (const listener of this.#listeners) listener(...step);
    });
    // Whoever waits is told; when nobody does, nobody wants to know.
    this.#answer.catch(() => {});
  }

  /** It was given up: who comes now is too late. */
  get over(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Rejects as the work does, or with the signal's reason. */
  async join(signal?: AbortSignal, listener?: (...step: Step) => void): Promise<Answer> {
    signal?.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal!.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (listener) this.#listeners.add(listener);
    this.#waiting++;
    try {
      return await Promise.race([this.#answer, aborted.promise]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (listener) this.#listeners.delete(listener);
      this.#waiting--;
      if (this.#waiting === 0) this.#ending.abort();
    }
  }
}
