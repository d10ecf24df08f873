import type { Job } from '@latentsweep/bus';

/** A bus between machines takes a while for each. What is sent at once shares a system call. */
const AT_ONCE = 256;

/** Jobs on their way to the bus, some at once. While the bus is full they wait here and hold nobody up. */
export class JobSender {
  readonly #publish: (job: Job) => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #jobs: Job[] = [];
  #senders = 0;

  constructor(publish: (job: Job) => Promise<void>, onFault: (error: unknown) => void) {
    this.#publish = publish;
    this.#onFault = onFault;
  }

  send(jobs: readonly Job[]): void {
    this.#jobs.push(...jobs);
    while (this.#senders < Math.min(AT_ONCE, this.#jobs.length)) void this.#sendAll();
  }

  /** Jobs that the bus has not been given, and now never will. */
  withdraw(): Job[] {
    return this.#jobs.splice(0);
  }

  async #sendAll(): Promise<void> {
    this.#senders += 1;
    try {
      for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) await this.#publish(job);
    } catch (error) {
      this.#onFault(error);
    } finally {
      this.#senders -= 1;
    }
  }
}
