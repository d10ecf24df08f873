/** What the coordinator that leads a cluster asks of the store, beside the sweeps that it runs. */

import type { Sweep } from './sweep-book.ts';

export interface WorkerRow {
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly engine: string;
  /** The GPU or other device that it trains on; null: CPUs alone. */
  readonly device: string | null;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly state: 'working' | 'draining' | 'gone';
  readonly running: number;
  readonly done: number;
}

export interface SeenWorker extends WorkerRow {
  readonly lastSeen: Date;
  /** By the database's clock. */
  readonly silentMs: number;
}

/** Why the bus does not take what it is given. */
export interface BusTrouble {
  readonly reason: string;
  readonly since: Date;
}

/** A result that differs from the recorded one of its trial. */
export interface Conflict {
  readonly trialId: number;
  readonly worker: string;
  readonly at: Date;
  /** What computed it; null: the sweep's engine itself. */
  readonly ran: unknown;
  /** Of the sweep. */
  readonly engine: string;
  /** The same of the recorded one. */
  readonly firstWorker: string | null;
  readonly firstRan: unknown;
}

/** What should never happen and did. */
export interface Alarms {
  /** Second results that differ from the first: a fault of a machine or of the engine. */
  readonly conflicts: readonly Conflict[];
  /** Messages that could not be read or recorded. */
  readonly badMessages: readonly {
    readonly kind: string;
    readonly reason: string;
    readonly text: string;
    readonly at: Date;
  }[];
}

/** Files of trials, kept apart from the store: artifacts by sweep, checkpoints by trial. */
export interface KeptFiles {
  readonly artifacts: readonly number[];
  readonly checkpoints: readonly { readonly sweepId: number; readonly trialId: number }[];
}

/** Who leads, what is to run, who works, and what went wrong. */
export interface ClusterBook {
  /**
   * Makes `owner` the one coordinator that leads for `leaseMs` by the database's clock; the owner renews by calling
   * again. False, and nothing changes, while another owner's lease lasts.
   */
  acquireLead(owner: string, leaseMs: number): Promise<boolean>;
  /** Ends the lease if `owner` holds it. */
  releaseLead(owner: string): Promise<void>;
  /** Sweeps of the cluster that are to run. */
  clusterSweeps(): Promise<Sweep[]>;
  /** Null where they were not put or not all of them yet. Throws LatentsweepError `wrong_content`. */
  getContent(sha256: string): Promise<Uint8Array | null>;
  /**
   * Workers as they were last heard of; `saveWorkers` stamps them with the database's clock, so give it those that
   * were heard of since the last time. One that has been silent for a day is forgotten.
   */
  saveWorkers(workers: readonly WorkerRow[]): Promise<void>;
  /** Why the bus takes nothing: all the reasons of now, said every few seconds while there are any. */
  saveTroubles(reasons: readonly string[]): Promise<void>;
  /**
   * Of these, those that nobody needs any more: artifacts of sweeps that are removed, checkpoints of trials that have ended.
   * Of a sweep that this store has never had, nothing is told: its files are another store's.
   */
  needlessFiles(kept: KeptFiles): Promise<KeptFiles>;
  /** The newest 1000 are kept. */
  keepBadMessage(message: {
    readonly kind: string;
    readonly reason: string;
    readonly text: string;
  }): Promise<void>;
}
