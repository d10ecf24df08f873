import type { Job } from '@latentsweep/bus';
import type { Computer } from '@latentsweep/core';
import type { Outbox } from './outbox.ts';
import type { TrialReport } from './protocol.ts';

/** One job of a batch: which of its trials have no report yet. */
export class JobRun {
  readonly job: Job;
  /** Its place in the batch. */
  readonly index: number;
  /** It was told to stop, and did. */
  stopped = false;
  readonly #outbox: Outbox;
  readonly #open: Map<number, Job['milestones']>;
  #startedAt = 0;

  constructor(job: Job, index: number, outbox: Outbox) {
    this.job = job;
    this.index = index;
    this.#outbox = outbox;
    this.#open = Map.groupBy(job.milestones, ({ epochs }) => epochs);
  }

  begin(): void {
    this.#startedAt = performance.now();
  }

  /** Nothing more will come of it. */
  get done(): boolean {
    return this.stopped || this.#open.size === 0;
  }

  /**
   * Once for each trial that ends with this milestone, however often it is trained: at a band, several do. `computedBy`:
   * where that is not what its results are named after.
   */
  report(epochs: number, result: TrialReport['result'], computedBy?: Computer): void {
    const ended = this.#open.get(epochs) ?? [];
    this.#open.delete(epochs);
    const durationMs = performance.now() - this.#startedAt;
    const ran = computedBy && { ran: { ...computedBy } };
    for (const { trialId, attempt } of ended) {
      this.#outbox.add({ job: this.index, trialId, attempt, result, durationMs, ...ran });
    }
  }

  failAll(error: string): void {
    for (const epochs of [...this.#open.keys()]) this.report(epochs, { outcome: 'failed', error });
  }
}
