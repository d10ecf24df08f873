import type { Bus, Delivery, Job } from '@latentsweep/bus';
import type { Board } from './board.ts';
import type { TrialReport } from './thread/protocol.ts';

/** Why a job is not to be finished here. */
export type Parting = 'cancelled' | 'stopping' | 'overdue';

/** A job that this worker has pulled and not settled yet. */
export class HeldJob {
  readonly job: Job;
  readonly #bus: Bus;
  readonly #delivery: Delivery<Job>;
  readonly #worker: string;
  readonly #board: Board;
  readonly #index: number;
  readonly #open: Set<number>;
  #publishing: Promise<void> = Promise.resolve();
  #parting: Parting | null = null;
  #settled = false;
  #shownEpoch = 0;

  constructor(bus: Bus, delivery: Delivery<Job>, worker: string, board: Board, index: number) {
    this.job = delivery.message;
    this.#bus = bus;
    this.#delivery = delivery;
    this.#worker = worker;
    this.#board = board;
    this.#index = index;
    this.#open = new Set(this.job.milestones.map(({ trialId }) => trialId));
  }

  /** All its trials ended and their results are with the bus. */
  get ended(): boolean {
    return this.#settled && this.#open.size === 0;
  }

  sayStarted(): void {
    this.#bus.publishProgress({ ...this.#about(), kind: 'started' });
  }

  /** Publishes the last finished epoch, if it is a new one. */
  sayEpoch(): void {
    const epoch = this.#board.epoch(this.#index);
    if (epoch === this.#shownEpoch || this.#settled) return;
    this.#shownEpoch = epoch;
    const of = this.job.milestones.at(-1)!.epochs;
    this.#bus.publishProgress({ ...this.#about(), kind: 'epoch', epoch, of });
  }

  async working(): Promise<void> {
    if (!this.#settled) await this.#delivery.working();
  }

  /** Publishes a trial's end, after those before it; with the last one of the job, acknowledges the job. */
  report({ trialId, attempt, result, durationMs }: TrialReport): void {
    if (this.#settled || !this.#open.delete(trialId)) return;
    const { id: jobId, sweepId } = this.job;
    this.#publishing = this.#publishing.then(async () => {
      const worker = this.#worker;
      await this.#bus.publishResult({ v: 1, jobId, sweepId, trialId, attempt, result, durationMs, worker });
      if (this.#open.size === 0) await this.#settle(() => this.#delivery.ack());
    });
    // Awaited, and its error thrown, in `published` and `part`.
    this.#publishing.catch(() => {});
  }

  /** Ends all open trials of the job as failed. */
  fail(error: string): void {
    for (const { trialId, attempt } of this.job.milestones) {
      this.report({
        job: this.#index,
        trialId,
        attempt,
        result: { outcome: 'failed', error },
        durationMs: 0,
      });
    }
  }

  /** Resolves when all that was reported is published. */
  async published(): Promise<void> {
    await this.#publishing;
  }

  /** Takes the job from the thread. True if it had not begun: part with it now. Else it ends at its next epoch. */
  letGo(parting: Parting): boolean {
    const unbegun = this.#board.takeBack(this.#index);
    if (unbegun || parting !== 'overdue') this.#parting ??= parting;
    if (!unbegun && parting !== 'overdue') this.#board.askToStop(this.#index);
    return unbegun;
  }

  /**
   * Settles a job that did not end: a cancelled one is done with and its trials are named to the coordinator, any
   * other one goes back to the bus.
   */
  async part(delayMs = 0): Promise<void> {
    await this.#publishing;
    await this.#settle(async () => {
      if (this.#parting !== 'cancelled') return this.#delivery.nak(delayMs);
      const trialIds = [...this.#open];
      await this.#delivery.ack();
      this.#bus.publishProgress({ ...this.#about(), kind: 'released', trialIds, reason: 'cancelled' });
    });
  }

  async #settle(how: () => Promise<void>): Promise<void> {
    if (this.#settled) return;
    this.#settled = true;
    await how();
  }

  #about() {
    return { v: 1, jobId: this.job.id, sweepId: this.job.sweepId, worker: this.#worker } as const;
  }
}
