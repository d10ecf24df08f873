import { performance } from 'node:perf_hooks';
import type { Sweep, TrialCounts } from '@latentsweep/store';
import type { CoordinateOptions, Cursor, RunStatus, Searcher } from '../port.ts';
import type { Action } from './decide.ts';
import { Beginning } from './early-failure.ts';
import { InFlight } from './in-flight.ts';
import { Outbox } from './outbox.ts';
import { EndingRate } from './rate.ts';
import { type PatientStore, patientStore } from './retry.ts';

/** Long enough for a database to be restarted. */
const PATIENCE_MS = 60_000;
/** The user waits for the prompt. */
const PATIENCE_ABORTED_MS = 1500;

/** What the loops of one call of `coordinate` share. Each field has one writer, named beside it. */
export interface Run {
  readonly options: CoordinateOptions;
  readonly store: PatientStore;
  readonly searcher: Searcher;
  readonly startedAt: number;
  readonly inFlight: InFlight;
  readonly rate: EndingRate;
  readonly bell: Bell;
  readonly outbox: Outbox;
  readonly beginning: Beginning;
  /** The driver: the sweep's row as it was last read. */
  sweep: Sweep;
  /** The driver and the recorder: the rows as last counted, and what was done here since. For display. */
  counts: TrialCounts;
  /** The driver. */
  cursor: Cursor | null;
  expanded: boolean;
  queued: number;
  counted: boolean;
  trialsClaimed: number;
  jobsClaimed: number;
  /** The recorder; the driver, where results are taken over. */
  best: RunStatus['best'];
  /** Why recording or sending jobs ended before its time. */
  fault: { readonly error: unknown } | null;
  /** Workers: why they do not run a job. */
  notice: string | null;
  /** The driver, once there is nothing more to record. */
  drained: boolean;
}

export type Stop = Extract<Action, { readonly do: 'stop' | 'finish' }>;

export function beginRun(options: CoordinateOptions, searcher: Searcher): Run {
  const { sweep, signal, bus } = options;
  const startedAt = performance.now();
  const run: Run = {
    options,
    store: patientStore(options.store, () => (signal.aborted ? PATIENCE_ABORTED_MS : PATIENCE_MS)),
    searcher,
    startedAt,
    inFlight: new InFlight(),
    rate: new EndingRate(startedAt),
    bell: new Bell(),
    outbox: new Outbox(
      (job) => bus.publishJob(job),
      (error) => setFault(run, error),
    ),
    beginning: new Beginning(),
    sweep,
    counts: { queued: 0, running: 0, completed: 0, diverged: 0, failed: 0, cancelled: 0, reused: 0 },
    cursor: null,
    expanded: false,
    queued: 0,
    counted: false,
    trialsClaimed: 0,
    jobsClaimed: 0,
    best: null,
    fault: null,
    notice: null,
    drained: false,
  };
  return run;
}

/** Ends the run with this error. */
export function setFault(run: Run, error: unknown): void {
  run.fault ??= { error };
  run.bell.ring();
}

/** Corrects the displayed counts by what was just done. */
export function addCounts(run: Run, changes: Partial<TrialCounts>): void {
  const counts = { ...run.counts };
  for (const [state, change] of Object.entries(changes) as [keyof TrialCounts, number][]) {
    counts[state] = Math.max(0, counts[state] + change);
  }
  run.counts = counts;
}

/** Wakes a loop that sleeps because there is nothing to do. */
export class Bell {
  #wake = () => {};

  ring(): void {
    this.#wake();
  }

  /** Resolves when it rings, after `ms` at the latest. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }
}
