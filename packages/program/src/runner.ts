import type { FailedTrial, ProgramSpec, TrialResult, Values } from '@latentsweep/core';
import type { FileAt, KeptFile } from './files/kept-file.ts';
import type { Ran } from './ran/ran.ts';

/** A config x replicate, as a program is given it. */
export interface ProgramTrial {
  readonly trialId: number;
  /** From 1. */
  readonly replicate: number;
  /** 16 hex digits. */
  readonly seed: string;
  readonly config: Values;
  readonly spec: ProgramSpec;
  /** The step at which it is cut. Absent: it runs to its end. */
  readonly until?: number;
  /** Where an earlier attempt stopped. */
  readonly checkpoint?: StoredCheckpoint;
}

/** A checkpoint that was kept elsewhere. */
export interface StoredCheckpoint {
  readonly files: readonly KeptFile[];
  /** The bytes of all files, one after the other, cut anywhere. */
  pieces(): AsyncIterable<Uint8Array>;
}

/** What ends, and what a trial leaves. */
export interface ProgramEnd {
  readonly result: TrialResult | FailedTrial;
  /** The result is that of its trial up to `until`, from where it may go on. */
  readonly cut: boolean;
  /** What it said beside its reports: the beginning and the end, at most 32 KiB. */
  readonly log: string;
  readonly durationMs: number;
  /** Those that were kept. */
  readonly artifacts: readonly KeptFile[];
  readonly ran: Ran;
}

/** Takes what has to outlive a trial's folder. The files lie at their paths until the promise resolves. */
export interface Keeper {
  artifacts?(files: readonly FileAt[]): Promise<void>;
  /** A whole checkpoint, each time that it changed. */
  checkpoint?(files: readonly FileAt[]): Promise<void>;
}

export interface ProgramRunner {
  /**
   * Runs one trial; several at a time may run. `onReport` is told the number of reports so far. Aborting asks the program to
   * stop (a stop file, after a grace TERM, then KILL) and resolves null. What a program does is never thrown, nor is it where
   * artifacts can't be kept: the log says so.
   */
  run(
    trial: ProgramTrial,
    signal: AbortSignal,
    onReport: (reports: number) => void,
    keeper?: Keeper,
  ): Promise<ProgramEnd | null>;
  /** Ends its children: trials under way resolve null. */
  close(): Promise<void>;
}
