import type { Job } from '@latentsweep/bus';

/** Jobs on their way to the bus, one after another. While the bus is full they wait here and hold nobody up. */
export class Outbox {
  readonly #publish: (job: Job) => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #jobs: Job[] = [];
  #sending = false;

  constructor(publish: (job: Job) => Promise<void>, onFault: (error: unknown) => void) {
    this.#publish = publish;
    this.#onFault = onFault;
  }

  send(jobs: readonly Job[]): void {
    this.#jobs.push(...jobs);
    if (!this.#sending) void this.#sendAll();
  }

  /** Jobs that the bus has not been given. */
  takeBack(): Job[] {
    return this.#jobs.splice(0);
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    try {
      for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await this.#publish(job);
    } catch (error) {
      this.#onFault(error);
    } finally {
      this.#sending = false;
    }
  }
}
