import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CoordinateOptions, RunStatus, Searcher } from '../port.ts';
import type { Action } from './decide.ts';
import { Beginning } from './early-failure.ts';
import { InFlight } from './in-flight.ts';
import { JobSender } from './job-sender.ts';
import { Making } from './making.ts';
import { EndingRate } from './rate.ts';
import { Attention, heardWithin } from './reconcile.ts';
import { patientLedger } from './retry.ts';

/** Long enough for a database to be restarted. */
export const PATIENCE_MS = 60_000;
/** The user waits for the prompt. */
export const PATIENCE_ABORTED_MS = 1500;

export type RunOptions = Required<Omit<CoordinateOptions, 'searcher'>>;

/** How a run ends. */
export type Stop = Extract<Action, { readonly do: 'stop' }>;

/** What the loops of one call of `coordinate` share. Each field that changes has one writer, named beside it; the driver those of its rows. */
export class Run extends Making {
  declare readonly options: RunOptions;
  readonly startedAt = performance.now();
  readonly inFlight = new InFlight();
  readonly rate = new EndingRate(this.startedAt);
  readonly bell = new Bell();
  readonly sender: JobSender;
  readonly beginning = new Beginning();
  readonly attention: Attention;
  /** The driver, where results came that `bestIsOld` tells of. */
  best: RunStatus['best'] = null;
  /** Why recording or sending jobs ended before its time. */
  fault: { readonly error: unknown } | null = null;
  /** Workers: why they do not run a job. */
  notice: string | null = null;
  /** Workers: jobs at which their threads died. The driver takes them from here. */
  readonly deaths: { readonly jobId: string; readonly worker: string; readonly reason: string }[] = [];

  constructor(options: RunOptions, searcher: Searcher) {
    const { store, bus, signal, leaseMs, patienceMs } = options;
    super(
      options,
      searcher,
      patientLedger(store, () => (signal.aborted ? PATIENCE_ABORTED_MS : patienceMs)),
    );
    this.sender = new JobSender(
      (job) => bus.publishJob(job),
      (error) => this.fail(error),
    );
    this.attention = new Attention(this.startedAt, heardWithin(leaseMs));
  }

  /** Since it began. */
  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** Ends the run with this error. */
  fail(error: unknown): void {
    this.fault ??= { error };
    this.bell.ring();
  }
}

/** Wakes a loop that sleeps because there is nothing to do. */
class Bell {
  #waiting = new AbortController();

  ring(): void {
    this.#waiting.abort();
  }

  /** Resolves when it rings, after `ms` at the latest. */
  async wait(ms: number): Promise<void> {
    this.#waiting = new AbortController();
    await sleep(ms, null, { signal: this.#waiting.signal }).catch(() => {});
  }
}
