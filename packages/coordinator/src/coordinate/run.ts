import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sweep, TrialLedger } from '@latentsweep/store';
import type { CoordinateOptions, RunStatus, Searcher } from '../port.ts';
import type { Action } from './decide.ts';
import { Beginning } from './early-failure.ts';
import { InFlight } from './in-flight.ts';
import { JobSender } from './job-sender.ts';
import { Ledger } from './ledger.ts';
import { runOwner } from './owner.ts';
import { EndingRate } from './rate.ts';
import { Attention, heardWithin } from './reconcile.ts';
import { patientLedger } from './retry.ts';

/** Long enough for a database to be restarted. */
export const PATIENCE_MS = 60_000;
/** The user waits for the prompt. */
export const PATIENCE_ABORTED_MS = 1500;

export type RunOptions = Required<Omit<CoordinateOptions, 'searcher'>>;

/** What the loops of one call of `coordinate` share. Each field has one writer, named beside it. */
export interface Run {
  readonly options: RunOptions;
  readonly store: TrialLedger;
  /** Of the sweep's lease: nobody else may write to its trials. */
  readonly owner: string;
  readonly searcher: Searcher;
  readonly startedAt: number;
  readonly inFlight: InFlight;
  readonly rate: EndingRate;
  readonly bell: Bell;
  readonly sender: JobSender;
  readonly ledger: Ledger;
  readonly beginning: Beginning;
  readonly attention: Attention;
  /** The driver: the sweep's row as it was last read, and where the search came to since. */
  sweep: Sweep;
  /** The driver, where results came that `bestIsOld` tells of. */
  best: RunStatus['best'];
  bestIsOld: boolean;
  /** Why recording or sending jobs ended before its time. */
  fault: { readonly error: unknown } | null;
  /** Workers: why they do not run a job. */
  notice: string | null;
  /** Workers: jobs at which their threads died. The driver takes them from here. */
  readonly deaths: { readonly jobId: string; readonly worker: string; readonly reason: string }[];
}

/** How a run ends. */
export type Stop = Extract<Action, { readonly do: 'stop' }>;

export function beginRun(options: RunOptions, searcher: Searcher): Run {
  const { sweep, signal, bus, patienceMs } = options;
  const startedAt = performance.now();
  const run: Run = {
    options,
    store: patientLedger(options.store, () => (signal.aborted ? PATIENCE_ABORTED_MS : patienceMs)),
    owner: runOwner(),
    searcher,
    startedAt,
    inFlight: new InFlight(),
    rate: new EndingRate(startedAt),
    bell: new Bell(),
    sender: new JobSender(
      (job) => bus.publishJob(job),
      (error) => setFault(run, error),
    ),
    ledger: new Ledger(),
    beginning: new Beginning(),
    attention: new Attention(startedAt, heardWithin(options.leaseMs)),
    sweep,
    best: null,
    bestIsOld: false,
    fault: null,
    notice: null,
    deaths: [],
  };
  return run;
}

/** Ends the run with this error. */
export function setFault(run: Run, error: unknown): void {
  run.fault ??= { error };
  run.bell.ring();
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
