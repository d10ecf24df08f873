/** Sweeps, and what commands that make, move and remove them ask of the store. */

import type { DatasetSpec } from '@latentsweep/core';

export type SweepState = 'running' | 'paused' | 'completed' | 'cancelled' | 'failed';

/** Bounds of a measure's mean over a config's trials. */
export interface Constraint {
  /** One of one number. */
  readonly measure: string;
  readonly min?: number;
  readonly max?: number;
}

/** One of several objectives. */
export interface StoredObjective {
  readonly name: string;
  readonly goal: 'maximize' | 'minimize';
}

export interface NewSweep {
  readonly name: string;
  readonly description: string | null;
  /** SHA-256 over all that decides the sweep's trials. A sweep with the same one is the same sweep. */
  readonly definitionHash: string;
  /** The checked definition as JSON; opaque to the store but for its `constraints` and `metrics`. */
  readonly definition: unknown;
  /** The user's file as it was written. */
  readonly source: string;
  readonly metric: string;
  readonly goal: 'maximize' | 'minimize';
  readonly replicates: number;
  readonly seed: number;
  readonly engine: string;
  /** Whether its results are the same bits everywhere, so that a second one which differs is a fault. */
  readonly exact: boolean;
  /** Its results have measures of names of their own: a program's. */
  readonly ownMeasures?: true;
  readonly datasetFingerprint: string;
  /** What a coordinator on another machine needs of the data; a table's bytes are in `content`. */
  readonly datasetSpec: DatasetSpec;
  /** What was read of the data, as JSON for people and programs; opaque to the store. */
  readonly dataReport: unknown;
  /** Parameters that the sweep sets, in the file's order, with the SQL type of their column in `sweep_<slug>`. */
  readonly parameters: readonly {
    readonly name: string;
    readonly sqlType: 'double precision' | 'bigint' | 'text' | 'boolean' | 'jsonb';
  }[];
  /** Trials there will be when all are expanded; an upper bound for a random search over a discrete space. */
  readonly plannedTrials: number;
}

export interface Sweep extends Omit<NewSweep, 'datasetSpec' | 'exact' | 'ownMeasures'> {
  readonly id: number;
  /** Unique; made from the name: [a-z0-9_], at most 40 characters, with a number where it is taken. */
  readonly slug: string;
  readonly state: SweepState;
  /** Why it stopped, where that needs saying. */
  readonly reason: string | null;
  /** Null for a sweep of an older version, until it is created again; so is `dataReport`. */
  readonly datasetSpec: DatasetSpec | null;
  /** Submitted to a cluster: its coordinator runs it. */
  readonly onCluster: boolean;
  /**
   * Where its results have names of their own, those names, its metric first, then in the order in which results brought them; else
   * null. As of when the sweep was read: they grow.
   */
  readonly ownMeasures: readonly string[] | null;
  /** The first name for which there was no room among these; null: there was room for all. */
  readonly leftOutMeasure: string | null;
  /** How far the search has been expanded; opaque to the store. Null: not begun. */
  readonly cursor: unknown;
  /** Nothing is left to expand. */
  readonly expanded: boolean;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** By what people know a sweep. */
export type SweepName = Pick<Sweep, 'id' | 'slug' | 'name'>;

/** A sweep with the word by which commands know it: its slug, or its id where the slug means a newer one. */
export interface KnownSweep extends Sweep {
  readonly word: string;
}

/** The sweeps, as the commands change them. */
export interface SweepBook {
  /** Records a sweep, or returns the one with the same definition (`created: false`). */
  createSweep(sweep: NewSweep): Promise<{ sweep: KnownSweep; created: boolean }>;
  /** Moves a sweep, if the move is legal from its state; returns whether it moved. What is queued is cancelled with a sweep that is cancelled or completed. */
  setSweepState(id: number, state: SweepState, reason?: string): Promise<boolean>;
  /** Hands a sweep to the cluster and moves it to `running` where that is legal; returns the sweep as it then is. */
  submitSweep(id: number): Promise<Sweep>;
  /**
   * Keeps a data set's bytes under their SHA-256 (hex), for coordinators without the file; once is enough. Call it
   * after `createSweep`: bytes that no sweep names go when one is removed. Throws LatentsweepError `wrong_content`.
   */
  putContent(sha256: string, bytes: Uint8Array): Promise<void>;
  removeSweep(id: number): Promise<void>;
}
