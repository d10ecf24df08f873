import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, type Delivery, type ResultMessage, WORKING_MS } from '@latentsweep/bus';
import { RefusedData, type TrialLedger, type TrialOutcome } from '@latentsweep/store';
import { ArtifactRoom, type OfSweep } from './artifact-room.ts';

const MOST_RESULTS = 500;
/** After a pull that brought nothing, which on a bus that was closed takes no time. */
const PAUSE_MS = 10;
/** Results that come within this time share a transaction: one costs the store as much as some ten more results. */
const GATHER_MS = 250;
/** So many are worth a transaction at once; so is half of what may come, so that workers never run out of jobs. */
const ENOUGH = 400;

type Result = Delivery<ResultMessage>;

/** A result with what is to be written of it. */
interface Arrived extends OfSweep {
  readonly delivery: Result;
}

/** Whoever runs a sweep. */
export interface Follower {
  readonly sweepId: number;
  /** How many results may be on their way. */
  awaited(): number;
  /** Results of the sweep were written; `ended`: those that ended their trials, or brought them to a band, where some are `waiting`. */
  noteWritten(
    outcomes: readonly TrialOutcome[],
    ended: ReadonlySet<number>,
    waiting: ReadonlySet<number>,
  ): void;
}

export interface DeskOptions {
  readonly bus: Bus;
  readonly store: Pick<TrialLedger, 'record' | 'keepBadMessage' | 'artifactBytes'>;
  /** Second results that differ from the first. */
  readonly onConflict: (trialIds: readonly number[]) => void;
}

/**
 * Where results arrive: they are written as they come, of whatever sweep they are, acknowledged once that is
 * committed, and told to those who run the sweeps.
 */
export class ResultDesk {
  readonly #options: DeskOptions;
  readonly #followers = new Map<number, Follower>();
  /** Null: artifacts are kept beside the store. */
  readonly #room: ArtifactRoom | null;
  /** Rejects with what made writing impossible. */
  readonly written: Promise<void>;
  #closing = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { bus, store } = options;
    this.#room = bus.lasting ? new ArtifactRoom(bus.files, store) : null;
    this.written = this.#work();
    // Whoever closes or watches the desk is told.
    this.written.catch(() => {});
  }

  follow(follower: Follower): () => void {
    this.#followers.set(follower.sweepId, follower);
    return () => {
      this.#followers.delete(follower.sweepId);
      this.#room?.forget(follower.sweepId);
    };
  }

  /** Of trials that have none in the store: what lies on a bus between machines goes. */
  async removeArtifacts(sweepId: number, trialIds: readonly number[]): Promise<void> {
    await this.#room?.remove(sweepId, trialIds);
  }

  /** Resolves when the results that wait are written, too. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.written;
  }

  async #work(): Promise<void> {
    for (;;) {
      const last = this.#closing;
      const deliveries = await this.#gather();
      if (deliveries.length > 0) await this.#keep(deliveries);
      else if (last) return;
      else await sleep(PAUSE_MS);
    }
  }

  /** The next results: those that wait, and what soon follows them. */
  async #gather(): Promise<Result[]> {
    const { bus } = this.#options;
    // For the first result, and so how long it takes to close.
    const waitMs = this.#closing ? 0 : bus.pace.resultsMs;
    const gathered = await bus.pullResults(MOST_RESULTS, waitMs);
    const until = performance.now() + GATHER_MS;
    while (gathered.length > 0 && gathered.length < Math.min(ENOUGH, this.#awaited() / 2)) {
      const left = until - performance.now();
      if (left <= 0) break;
      const more = await bus.pullResults(MOST_RESULTS - gathered.length, left);
      if (more.length === 0) break;
      gathered.push(...more);
    }
    return gathered;
  }

  #awaited(): number {
    return [...this.#followers.values()].reduce((sum, follower) => sum + follower.awaited(), 0);
  }

  async #keep(deliveries: readonly Result[]): Promise<void> {
    // While the store cannot be reached, they are kept from being delivered again.
    const working = setInterval(() => {
      for (const delivery of deliveries) void delivery.working().catch(() => {});
    }, WORKING_MS.result);
    try {
      const now = new Date();
      await this.#write(
        deliveries.map((delivery) => {
          const { message } = delivery;
          return { delivery, sweepId: message.sweepId, outcome: outcomeOf(message, now) };
        }),
      );
    } finally {
      clearInterval(working);
    }
  }

  /** Writes all in one transaction. What the database cannot hold is found by halving, and set aside. */
  async #write(arrived: readonly Arrived[]): Promise<void> {
    const { store, onConflict } = this.#options;
    const fitted = (await this.#room?.fit(arrived)) ?? arrived;
    const outcomes = fitted.map(({ outcome }) => outcome);
    try {
      const { ended, waiting, conflicts } = await store.record(outcomes);
      await acknowledge(arrived.map(({ delivery }) => delivery));
      if (conflicts.length > 0) onConflict(conflicts);
      const now = new Set(ended);
      this.#room?.settle(arrived, fitted, now);
      this.#passOn(fitted, now, new Set(waiting));
    } catch (error) {
      if (!(error instanceof RefusedData)) throw error;
      if (arrived.length === 1) return this.#setAside(arrived[0]!.delivery, error);
      const half = arrived.length >> 1;
      await this.#write(arrived.slice(0, half));
      await this.#write(arrived.slice(half));
    }
  }

  async #setAside(delivery: Result, error: Error): Promise<void> {
    await this.#options.store.keepBadMessage({
      kind: 'result',
      reason: error.message,
      text: JSON.stringify(delivery.message),
    });
    await acknowledge([delivery]);
  }

  #passOn(written: readonly OfSweep[], ended: ReadonlySet<number>, waiting: ReadonlySet<number>): void {
    for (const [id, follower] of this.#followers) {
      const own = written.filter(({ sweepId }) => sweepId === id).map(({ outcome }) => outcome);
      if (own.length > 0) follower.noteWritten(own, ended, waiting);
    }
  }
}

/** `now`: when it arrived; the trial began `durationMs` before. */
function outcomeOf(message: ResultMessage, now: Date): TrialOutcome {
  const { trialId, attempt, result, durationMs, worker, cut, log, ran, artifacts } = message;
  const startedAt = new Date(now.getTime() - durationMs);
  return { trialId, attempt, result, durationMs, worker, startedAt, cut, log, ran, artifacts };
}

/** What cannot be acknowledged now is delivered, and written in vain, again. */
async function acknowledge(deliveries: readonly Result[]): Promise<void> {
  await Promise.allSettled(deliveries.map((delivery) => delivery.ack()));
}
