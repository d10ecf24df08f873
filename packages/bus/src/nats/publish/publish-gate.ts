import { setTimeout as sleep } from 'node:timers/promises';
import type { Published } from './publish.ts';

const MOST_AT_ONCE = 256;
const FULL_PAUSE_MS = 20;
/** Where room comes by an operator, or by what takes a while. */
const NO_ROOM_PAUSE_MS = 500;

/**
 * How many jobs may be on their way to the queue at once. Where it is full, one publisher at a time looks whether there
 * is room, instead of all of them; as soon as there is, twice as many as before.
 */
export class PublishGate {
  #window = MOST_AT_ONCE;
  #atWork = 0;
  readonly #waiting: (() => void)[] = [];

  /** Repeats a publish until there was room for it. */
  async run(publish: () => Promise<Published>): Promise<void> {
    for (;;) {
      await this.#enter();
      try {
        const published = await publish();
        this.#window = published === 'stored' ? Math.min(MOST_AT_ONCE, 2 * this.#window) : 1;
        if (published === 'stored') return;
        await sleep(published.kind === 'no room' ? NO_ROOM_PAUSE_MS : FULL_PAUSE_MS);
      } finally {
        this.#leave();
      }
    }
  }

  async #enter(): Promise<void> {
    while (this.#atWork >= this.#window) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#atWork += 1;
  }

  #leave(): void {
    this.#atWork -= 1;
    for (const resolve of this.#waiting.splice(0, this.#window - this.#atWork)) resolve();
  }
}
