import type { Job } from '@latentsweep/bus';
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
  readonly #open: Map<number, Job['milestones'][number]>;
  #startedAt = 0;

  constructor(job: Job, index: number, outbox: Outbox) {
    this.job = job;
    this.index = index;
    this.#outbox = outbox;
    this.#open = new Map(job.milestones.map((milestone) => [milestone.epochs, milestone]));
  }

  begin(): void {
    this.#startedAt = performance.now();
  }

  /** Nothing more will come of it. */
  get done(): boolean {
    return this.stopped || this.#open.size === 0;
  }

  /** Once for each milestone, however often it is trained. */
  report(epochs: number, result: TrialReport['result']): void {
    const milestone = this.#open.get(epochs);
    if (!milestone) return;
    this.#open.delete(epochs);
    const { trialId, attempt } = milestone;
    const durationMs = performance.now() - this.#startedAt;
    this.#outbox.add({ job: this.index, trialId, attempt, result, durationMs });
  }

  failAll(error: string): void {
    for (const epochs of [...this.#open.keys()]) this.report(epochs, { outcome: 'failed', error });
  }
}
