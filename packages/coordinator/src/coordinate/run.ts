import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigSpace } from '@latentsweep/core';
import type { NewTrial, Sweep, TrialLedger } from '@latentsweep/store';
import { sharedWith } from '../plan/definition-hash.ts';
import type { TrialContext } from '../plan/trials.ts';
import type { CoordinateOptions, Cursor, RunStatus, Searcher } from '../port.ts';
import { configSpaceOf } from '../search/config-space.ts';
import type { Action } from './decide.ts';
import { Beginning } from './early-failure.ts';
import { InFlight } from './in-flight.ts';
import { JobSender } from './job-sender.ts';
import { Ledger } from './ledger.ts';
import { runOwner } from './owner.ts';
import type { RaceStage } from './race-stage.ts';
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

/** What the loops of one call of `coordinate` share. Each field that changes has one writer, named beside it. */
export class Run {
  readonly options: RunOptions;
  readonly searcher: Searcher;
  readonly space: ConfigSpace;
  readonly store: TrialLedger;
  /** Of the sweep's lease: nobody else may write to its trials. */
  readonly owner = runOwner();
  readonly startedAt = performance.now();
  readonly inFlight = new InFlight();
  readonly rate = new EndingRate(this.startedAt);
  readonly bell = new Bell();
  readonly sender: JobSender;
  readonly ledger = new Ledger();
  readonly beginning = new Beginning();
  readonly attention: Attention;
  readonly #shared: string;
  /** The driver: the sweep's row as it was last read, and where the search came to since. */
  sweep: Sweep;
  /** The driver, where results came that `bestIsOld` tells of. */
  best: RunStatus['best'] = null;
  bestIsOld = false;
  /** The driver: why the sweep may end, where a config has reached its target, and the trial up to which that was looked for. */
  reached: string | null = null;
  lookedUpTo = 0;
  /** Why recording or sending jobs ended before its time. */
  fault: { readonly error: unknown } | null = null;
  /** Workers: why they do not run a job. */
  notice: string | null = null;
  /** Workers: jobs at which their threads died. The driver takes them from here. */
  readonly deaths: { readonly jobId: string; readonly worker: string; readonly reason: string }[] = [];

  constructor(options: RunOptions, searcher: Searcher) {
    const { store, bus, sweep, signal, leaseMs, patienceMs } = options;
    this.options = options;
    this.searcher = searcher;
    this.space = configSpaceOf(options.definition);
    this.#shared = sharedWith(options.definition, options.dataset.fingerprint, sweep.engine);
    this.store = patientLedger(store, () => (signal.aborted ? PATIENCE_ABORTED_MS : patienceMs));
    this.sender = new JobSender(
      (job) => bus.publishJob(job),
      (error) => this.fail(error),
    );
    this.attention = new Attention(this.startedAt, heardWithin(leaseMs));
    this.sweep = sweep;
  }

  /** Since it began. */
  get seconds(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  /** All that its trials depend on beside their configs. */
  get trialContext(): TrialContext {
    const { replicates, seed: sweepSeed, engine } = this.sweep;
    return { space: this.space, replicates, sweepSeed, shared: this.#shared, engine };
  }

  /** The driver: keeps new rows, and where the sweep stands with them. */
  async make(trials: readonly NewTrial[], cursor: Cursor | RaceStage, expanded: boolean): Promise<void> {
    const made = await this.store.expand(this.sweep.id, trials, cursor, expanded, this.owner);
    this.sweep = { ...this.sweep, cursor, expanded };
    this.ledger.made(made);
    if (made.reused > 0) this.bestIsOld = true;
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
