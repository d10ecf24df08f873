/** Trials as the store hands them out and takes them back. */

import type { FailedTrial, TrialResult, Values } from '@latentsweep/core';
import type { TRIAL_STATES } from '../trial/states.ts';

export type TrialState = (typeof TRIAL_STATES)[number];

export interface NewTrial {
  readonly config: Values;
  readonly configHash: string;
  /** Equal for trials that one training run serves (with the same replicate). */
  readonly runHash: string;
  readonly baselineHash: string;
  readonly replicate: number;
  /** 16 hex digits. */
  readonly seed: string;
  readonly resultKey: string;
  /** Epochs that it trains to first, where those are a band below its config's; the result key is that of so many. */
  readonly until?: number | undefined;
  /** Why a search that learns proposed the config, in words. */
  readonly reason?: string | undefined;
}

export interface ExpandOutcome {
  /** Rows that are to run: new ones, and some that waited at a band. */
  readonly queued: number;
  /** Rows that took over the result of an equal trial of an earlier sweep. */
  readonly reused: number;
  /** Of these, those whose result is one of a band, at which they wait. */
  readonly waiting: number;
  /** Rows that had waited at a band. */
  readonly resumed: number;
  /** Of these, the trials that had artifacts, which are listed no more. */
  readonly unlisted: readonly number[];
  /** Trials that the sweep already had. */
  readonly duplicates: number;
}

/** A trial that this coordinator has taken to run; its row says `running`. */
export interface ClaimedTrial {
  readonly id: number;
  readonly sweepId: number;
  readonly config: Values;
  readonly runHash: string;
  readonly replicate: number;
  readonly seed: string;
  /** The band, of epochs or of a program's steps, to which it trains; null: to its end. */
  readonly until: number | null;
  /** How often it was claimed, from 1: the epoch that fences it. */
  readonly attempt: number;
  /** How many of its attempts ended with the death of a worker. */
  readonly deaths: number;
}

/** A trial whose row says `running`. */
export interface RunningTrial extends ClaimedTrial {
  /** The worker that was heard of with it, or null where none has begun it. */
  readonly worker: string | null;
  /** By the database's clock; negative where it ran out. */
  readonly leaseLeftMs: number;
}

/** How an attempt ended without a result. */
export interface Death {
  readonly worker: string | null;
  readonly reason: string;
}

/** Only the holder of the sweep's run lease (`acquireRun`) may write; others get LatentsweepError `sweep_taken_over`. */
export type Owner = string;

export interface RunHolder {
  readonly owner: Owner;
  /** By the database's clock. */
  readonly leaseLeftMs: number;
}

/** How an attempt at a trial ended. */
export interface TrialOutcome {
  readonly trialId: number;
  readonly attempt: number;
  readonly result: TrialResult | FailedTrial;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly worker: string;
  /** Of a program: it was cut at the band of its trial. Absent: it came to its end. */
  readonly cut?: true | undefined;
  /** What the program said beside its reports. The end of it is kept. */
  readonly log?: string | undefined;
  /** What it ran in, as JSON: of a program its files' hash, its interpreter, versions; else what computed it, if not the sweep's engine itself. */
  readonly ran?: Readonly<Record<string, unknown>> | undefined;
  readonly artifacts?: readonly Artifact[] | undefined;
}

/** A file that a trial left, by the hash of its bytes, which lie elsewhere. */
export interface Artifact {
  /** As the program named it: text, never a path. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface RecordOutcome {
  /** Trials that this call ended, or that reached a band by it. */
  readonly ended: readonly number[];
  /** Of these, those that wait at a band. */
  readonly waiting: readonly number[];
  /** Trials that had ended with another result than the one given now. Both are kept; see `alarms`. */
  readonly conflicts: readonly number[];
}
