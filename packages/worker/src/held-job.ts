import { type Bus, type Delivery, type Job, MESSAGE_VERSION, type ResultMessage } from '@latentsweep/bus';
import { LatentsweepError } from '@latentsweep/core';
import type { Board } from './board.ts';
import type { WorkerContext } from './context.ts';
import { endsSoon } from './drain.ts';
import type { TrialReport } from './thread/protocol.ts';

/** Why a job is not to be finished here. */
export type Parting = 'cancelled' | 'stopping' | 'overdue';

type JobContext = Pick<WorkerContext, 'bus' | 'name' | 'now' | 'tell'>;

/** A job that this worker has pulled and not settled yet. */
export class HeldJob {
  readonly job: Job;
  readonly #context: JobContext;
  readonly #delivery: Delivery<Job>;
  readonly #board: Board;
  readonly #index: number;
  /** Trials without a report. */
  readonly #open: Set<number>;
  /** Trials whose results the bus does not have. */
  readonly #undelivered: Set<number>;
  #publishing: Promise<void> = Promise.resolve();
  #parting: Parting | null = null;
  #settling: Promise<void> | null = null;
  #noticed = false;
  #shownEpoch = 0;
  #seenAtWork: number | null = null;

  constructor(context: JobContext, delivery: Delivery<Job>, board: Board, index: number) {
    this.job = delivery.message;
    this.#context = context;
    this.#delivery = delivery;
    this.#board = board;
    this.#index = index;
    this.#open = new Set(this.job.milestones.map(({ trialId }) => trialId));
    this.#undelivered = new Set(this.#open);
  }

  /** Trials whose results the bus does not have yet. */
  get openTrials(): readonly number[] {
    return [...this.#undelivered];
  }

  /** It is off this worker's hands. */
  get settled(): boolean {
    return this.#settling !== null;
  }

  /** True once: its thread let go of it as it was asked to, and may still be at others of its cohort. */
  hasStopped(): boolean {
    if (this.#noticed || this.#parting === null || !this.#board.isFinished(this.#index)) return false;
    this.#noticed = true;
    return true;
  }

  sayStarted(): void {
    const { milestones } = this.job;
    const epochs = milestones.at(-1)!.epochs;
    this.#context.bus.publishProgress({ ...this.#about(), kind: 'started' });
    this.#context.tell({ kind: 'started', ...this.#ids(), trials: milestones.length, epochs });
  }

  /** Publishes the last finished epoch, if it is a new one. `now`: on the process's monotonic clock. */
  sayEpoch(now: number): void {
    if (this.#board.isAtWork(this.#index)) this.#seenAtWork ??= now;
    const epoch = this.#board.epoch(this.#index);
    // Without a connection it would only pile up.
    if (epoch === this.#shownEpoch || this.settled || !this.#context.bus.connected) return;
    this.#shownEpoch = epoch;
    this.#context.bus.publishProgress({ ...this.#about(), kind: 'epoch', epoch, of: this.#epochs });
  }

  /** Whether it is at work and comes to its end within this time. `seenEveryMs`: how often `sayEpoch` is called. */
  endsWithin(withinMs: number, now: number, seenEveryMs: number): boolean {
    if (this.#seenAtWork === null) return false;
    const ranMs = now - this.#seenAtWork + seenEveryMs;
    return endsSoon({ epoch: this.#board.epoch(this.#index), of: this.#epochs, ranMs }, withinMs);
  }

  async working(): Promise<void> {
    if (!this.settled) await this.#delivery.working();
  }

  /**
   * Publishes a trial's end, after those before it. Once the bus has the last of them, and not before, the job is
   * acknowledged: whoever fails in between has the job run again, and nothing is lost.
   */
  report({ trialId, attempt, result, durationMs }: TrialReport): void {
    if (this.settled || !this.#open.delete(trialId)) return;
    const { bus, name: worker, now, tell } = this.#context;
    now.unsent += 1;
    this.#publishing = this.#publishing
      .then(async () => {
        const message = { v: MESSAGE_VERSION, ...this.#ids(), trialId, attempt, durationMs, worker } as const;
        const { outcome } = await publish(bus, { ...message, result });
        this.#undelivered.delete(trialId);
        now.done += 1;
        tell({ kind: 'ended', ...this.#ids(), trialId, outcome, durationMs });
        if (this.#undelivered.size === 0) await this.#settle(() => this.#delivery.ack());
      })
      .finally(() => {
        now.unsent -= 1;
      });
    // Awaited, and its error told, in `finish`.
    this.#publishing.catch(() => {});
  }

  /** Takes the job from the thread. True if it had not begun: give it back now. Else it ends at its next epoch. */
  letGo(parting: Parting): boolean {
    const unbegun = this.#board.takeBack(this.#index);
    if (unbegun || parting !== 'overdue') this.#parting ??= parting;
    if (!unbegun && parting !== 'overdue') this.#board.askToStop(this.#index);
    return unbegun;
  }

  /** Keeps the job from the thread and gives it back, for a worker that can run it. */
  async decline(reason: string, delayMs: number): Promise<void> {
    this.#board.takeBack(this.#index);
    await this.#settle(() => {
      this.#context.bus.publishProgress({ ...this.#about(), kind: 'declined', reason });
      this.#context.tell({ kind: 'declined', ...this.#ids(), reason });
      return this.#delivery.nak(delayMs);
    });
  }

  /**
   * Settles a job that the thread is done with, once what was reported is published. One that did not end is done with
   * where it was cancelled, and its trials are named to the coordinator; else it goes back to the bus.
   */
  async finish(delayMs = 0): Promise<void> {
    await this.#published();
    await this.#settle(async () => {
      if (this.#parting === 'cancelled') return this.#release();
      await this.#delivery.nak(delayMs);
      const reason = this.#parting ?? 'the thread ended';
      this.#context.tell({ kind: 'given_back', ...this.#ids(), reason });
    });
  }

  /** Settles the job that the thread died at: the coordinator counts that, and decides whether it is tried again. */
  async crash(reason: string): Promise<void> {
    await this.#published();
    await this.#settle(async () => {
      if (this.#parting === 'cancelled') return this.#release();
      const trialIds = this.openTrials;
      this.#context.tell({ kind: 'crashed', jobId: this.job.id, trialIds, reason });
      await this.#delivery.ack();
      this.#context.bus.publishProgress({ ...this.#about(), kind: 'crashed', trialIds, reason });
    });
  }

  async #release(): Promise<void> {
    const trialIds = this.openTrials;
    await this.#delivery.ack();
    this.#context.bus.publishProgress({ ...this.#about(), kind: 'released', trialIds, reason: 'cancelled' });
    this.#context.tell({ kind: 'released', ...this.#ids(), trialIds });
  }

  async #published(): Promise<void> {
    try {
      await this.#publishing;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#context.tell({ kind: 'not_delivered', ...this.#ids(), reason });
    }
  }

  /** Once; who comes later waits for it. What goes wrong is told to the first. */
  async #settle(how: () => Promise<void>): Promise<void> {
    if (this.#settling) return this.#settling.catch(() => {});
    this.#settling = how();
    return this.#settling;
  }

  get #epochs(): number {
    return this.job.milestones.at(-1)!.epochs;
  }

  #ids() {
    return { jobId: this.job.id, sweepId: this.job.sweepId };
  }

  #about() {
    return { v: MESSAGE_VERSION, ...this.#ids(), worker: this.#context.name } as const;
  }
}

const NO_MESSAGE: readonly string[] = ['message_too_big', 'bad_message'];

/** Publishes a result, or, where the bus never takes this one, that the trial failed for it. Returns which. */
async function publish(bus: Bus, message: ResultMessage): Promise<ResultMessage['result']> {
  try {
    await bus.publishResult(message);
    return message.result;
  } catch (error) {
    if (!(error instanceof LatentsweepError && NO_MESSAGE.includes(error.code))) throw error;
    const failed = { outcome: 'failed', error: error.message } as const;
    await bus.publishResult({ ...message, result: failed });
    return failed;
  }
}
