import type { ThreadPost, TrialReport } from './protocol.ts';

/** Reports of small trials travel together; a message each would cost more than the trials. */
const POST_EVERY_MS = 50;

/** The reports of a batch, on their way to who asked for it. */
export class Outbox {
  readonly #batch: number;
  readonly #send: (post: ThreadPost) => void;
  #waiting: TrialReport[] = [];
  #lastPost = performance.now();
  posted = 0;

  constructor(batch: number, send: (post: ThreadPost) => void) {
    this.#batch = batch;
    this.#send = send;
  }

  add(report: TrialReport): void {
    this.#waiting.push(report);
    this.postIfDue();
  }

  postIfDue(): void {
    if (performance.now() - this.#lastPost >= POST_EVERY_MS) this.post();
  }

  post(): void {
    if (this.#waiting.length === 0) return;
    const post: ThreadPost = { batch: this.#batch, reports: this.#waiting };
    this.#send(post);
    this.posted += this.#waiting.length;
    this.#waiting = [];
    this.#lastPost = performance.now();
  }
}
