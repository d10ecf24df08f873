import { TryAgain } from '@latentsweep/store';

/** Lets so many do something at once, and refuses more: a database that is asked for too much at once serves nobody. */
export class Gate {
  readonly #most: number;
  #inside = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Throws TryAgain `busy`. */
  async pass<T>(action: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#most) {
      throw new TryAgain(
        'busy',
        `${this.#most} queries are running already.`,
        'Try again when they have ended.',
      );
    }
    this.#inside++;
    try {
      return await action();
    } finally {
      this.#inside--;
    }
  }
}
