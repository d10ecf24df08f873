import {
  type Bus,
  type Delivery,
  type Job,
  type LetGo,
  MESSAGE_VERSION,
  type ResultMessage,
} from '@latentsweep/bus';
import { LatentsweepError, reasonOf, runsPrograms } from '@latentsweep/core';
import type { Board } from './board.ts';
import { endsSoon } from './drain.ts';
import type { WorkerEvent } from './event.ts';
import type { Tally } from './tally.ts';
import type { TrialReport } from './thread/protocol.ts';

/** Why a job is not to be finished here: the coordinator asked for it, the worker ends, or its turn does not come. */
export type Parting = LetGo | 'stopping' | 'overdue';

export interface JobContext {
  readonly bus: Bus;
  /** Of the worker. */
  readonly name: string;
  readonly now: Pick<Tally, 'unsent' | 'done'>;
  tell(event: WorkerEvent): void;
}

/**
 *   held          -> leaving   its thread is done with it, never got it or died at it: results on their way come first
 *   held, leaving -> settled   the bus was told, once; what comes later changes nothing
 */
type State = { readonly is: 'held' } | { readonly is: 'leaving' | 'settled'; readonly done: Promise<void> };

/** What the bus, and the coordinator, are told of it in the end. */
type Settlement =
  /** The bus has all its results. */
  | { readonly as: 'ended' }
  /** It is done with, as the coordinator asked for, which hears what trials are left of it. */
  | { readonly as: 'released'; readonly why: LetGo }
  /** It is done with: the coordinator counts the death, and decides whether it is tried again. */
  | { readonly as: 'crashed'; readonly reason: string }
  /** It goes back to the bus, for any worker. */
  | { readonly as: 'given back'; readonly reason: string }
  /** It goes back to the bus, for another slot of this worker. */
  | { readonly as: 'left' }
  /** It goes back to the bus, for a worker that can run it. */
  | { readonly as: 'declined'; readonly reason: string; readonly delayMs: number };

/** How a job that its thread left unfinished is settled. `crash`: why the thread died at it. */
function settlementOf(parting: Parting | null, crash: string | null): Settlement {
  switch (parting) {
    case 'paused':
    case 'cancelled':
    case 'ending':
      return { as: 'released', why: parting };
    case 'stopping':
    case 'overdue':
    case null:
      if (crash !== null) return { as: 'crashed', reason: crash };
      return { as: 'given back', reason: parting ?? 'the thread ended' };
    default:
      return parting satisfies never;
  }
}

/** A job that this worker has pulled and not settled yet. */
export class HeldJob {
  readonly job: Job;
  readonly #context: JobContext;
  readonly #delivery: Delivery<Job>;
  readonly #board: Board;
  readonly #index: number;
  /** Those whose results the bus does not have. */
  readonly #trials: Map<number, 'open' | 'reported'>;
  #publishing: Promise<void> = Promise.resolve();
  #parting: Parting | null = null;
  #state: State = { is: 'held' };
  #shownEpoch = 0;
  #seenAtWork: number | null = null;
  #isToSayStarted = false;

  constructor(context: JobContext, delivery: Delivery<Job>, board: Board, index: number) {
    this.job = delivery.message;
    this.#context = context;
    this.#delivery = delivery;
    this.#board = board;
    this.#index = index;
    this.#trials = new Map(this.job.milestones.map(({ trialId }) => [trialId, 'open']));
  }

  /** Trials whose results the bus does not have yet. */
  get openTrials(): readonly number[] {
    return [...this.#trials.keys()];
  }

  /** It is off this worker's hands. */
  get settled(): boolean {
    return this.#state.is === 'settled';
  }

  /** Its thread let go of it as it was asked to, and may still be at others of its cohort: `finish` it. */
  get hasStopped(): boolean {
    return this.#state.is === 'held' && this.#parting !== null && this.#board.isFinished(this.#index);
  }

  /** Of one that its thread may leave: says that it started as soon as that is seen. */
  sayStartedLater(): void {
    this.#isToSayStarted = true;
  }

  sayStarted(): void {
    this.#isToSayStarted = false;
    const { milestones } = this.job;
    this.#context.bus.publishProgress({ ...this.#about(), kind: 'started' });
    this.#context.tell({ kind: 'started', ...this.#ids(), trials: milestones.length, epochs: this.#epochs });
  }

  /** Publishes the last finished epoch, if it is a new one. `now`: on the process's monotonic clock. */
  sayEpoch(now: number): void {
    if (this.#board.isAtWork(this.#index)) {
      this.#seenAtWork ??= now;
      if (this.#isToSayStarted) this.sayStarted();
    }
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
  report({ job: _, result, differing, ...about }: TrialReport): void {
    const { trialId, durationMs } = about;
    if (this.settled || this.#trials.get(trialId) !== 'open') return;
    this.#trials.set(trialId, 'reported');
    if (this.#isToSayStarted) this.sayStarted();
    const { bus, now, tell } = this.#context;
    now.unsent += 1;
    this.#publishing = this.#publishing
      .then(async () => {
        const message = { ...this.#about(), ...this.#kind, ...about };
        const { outcome } = await publish(bus, { ...message, result });
        if (differing) {
          const { result: other, ran } = differing;
          await publish(bus, { ...message, ...(ran && { ran }), result: other });
        }
        this.#trials.delete(trialId);
        now.done += 1;
        tell({ kind: 'ended', ...this.#ids(), trialId, outcome, durationMs });
        if (this.#trials.size === 0) await this.#settle({ as: 'ended' });
      })
      .finally(() => {
        now.unsent -= 1;
      });
    // Awaited, and its error told, in `finish`.
    this.#publishing.catch(() => {});
  }

  /** Takes the job from the thread. True if it had not begun: `finish` it now. Else it ends at its next epoch. */
  letGo(parting: Parting): boolean {
    const unbegun = this.#board.takeBack(this.#index);
    if (unbegun || parting !== 'overdue') this.#parting ??= parting;
    if (!unbegun && parting !== 'overdue') this.#board.askToStop(this.#index);
    return unbegun;
  }

  /** Keeps the job from the thread and gives it back, for a worker that can run it. */
  decline(reason: string, delayMs: number): Promise<void> {
    this.#board.takeBack(this.#index);
    return this.#settle({ as: 'declined', reason, delayMs });
  }

  /** Gives a job back that the thread did not begin, for another slot of this worker; to whoever has it let go it is that. */
  leave(): Promise<void> {
    return this.#parting === null ? this.#settle({ as: 'left' }) : this.finish();
  }

  /** Settles a job that the thread is done with, once what was reported is published. `crash`: it died at the job. */
  finish(crash: string | null = null): Promise<void> {
    if (this.#state.is !== 'held') return this.#state.done.catch(() => {});
    const done = this.#publishing
      .catch((error: unknown) => {
        this.#context.tell({ kind: 'not_delivered', ...this.#ids(), reason: reasonOf(error) });
      })
      .then(() => this.#settle(settlementOf(this.#parting, crash)));
    this.#state = { is: 'leaving', done };
    return done;
  }

  /** Once; who comes later waits for it. What goes wrong is told to the first. */
  #settle(settlement: Settlement): Promise<void> {
    if (this.#state.is === 'settled') return this.#state.done.catch(() => {});
    const done = this.#say(settlement);
    this.#state = { is: 'settled', done };
    return done;
  }

  async #say(settlement: Settlement): Promise<void> {
    const { bus, tell } = this.#context;
    const ids = this.#ids();
    const trialIds = this.openTrials;
    switch (settlement.as) {
      case 'ended':
        return this.#delivery.ack();
      case 'released': {
        const { why } = settlement;
        await this.#delivery.ack();
        bus.publishProgress({ ...this.#about(), kind: 'released', trialIds, reason: why });
        return tell({ kind: 'released', ...ids, trialIds, why });
      }
      case 'crashed': {
        const { reason } = settlement;
        tell({ kind: 'crashed', jobId: ids.jobId, trialIds, reason });
        await this.#delivery.ack();
        return bus.publishProgress({ ...this.#about(), kind: 'crashed', trialIds, reason });
      }
      case 'given back':
        await this.#delivery.nak();
        return tell({ kind: 'given_back', ...ids, reason: settlement.reason });
      case 'left':
        return this.#delivery.nak();
      case 'declined': {
        const { reason, delayMs } = settlement;
        bus.publishProgress({ ...this.#about(), kind: 'declined', reason });
        tell({ kind: 'declined', ...ids, reason });
        return this.#delivery.nak(delayMs);
      }
      default:
        settlement satisfies never;
    }
  }

  /** Of a program's: its measures are none of ours. */
  get #kind(): { readonly program?: true } {
    return runsPrograms(this.job.engine) ? { program: true } : {};
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
