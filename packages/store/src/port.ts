/**
 * The Store port: what the coordinator and the command line ask of the database. One implementation in Kysely
 * serves a Postgres URL and the embedded PGlite alike. Rows are the truth; every count is derived from them.
 */

import type { Collapse, Config, Curves, DatasetSpec, Metrics } from '@latentsweep/core';

export type SweepState = 'running' | 'paused' | 'completed' | 'cancelled' | 'failed';
export type TrialState =
  | 'queued'
  | 'running'
  | 'completed'
  | 'diverged'
  | 'failed'
  | 'quarantined'
  | 'cancelled';

export interface NewSweep {
  readonly name: string;
  readonly description: string | null;
  /** SHA-256 over all that decides the sweep's trials. A sweep with the same one is the same sweep. */
  readonly definitionHash: string;
  /** The checked definition as JSON; opaque to the store. */
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
  readonly datasetFingerprint: string;
  /** What a coordinator on another machine needs of the data; a table's bytes are in `content`. */
  readonly datasetSpec: DatasetSpec;
  /** What was read of the data, as JSON for people and programs; opaque to the store. */
  readonly dataReport: unknown;
  /** Parameters that the sweep sets, in the file's order, with the SQL type of their column in `sweep_<slug>`. */
  readonly parameters: readonly {
    readonly name: string;
    readonly sqlType: 'double precision' | 'bigint' | 'text' | 'jsonb';
  }[];
  /** Trials there will be when all are expanded; an upper bound for a random search over a discrete space. */
  readonly plannedTrials: number;
}

export interface Sweep extends Omit<NewSweep, 'datasetSpec' | 'exact'> {
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

export interface NewTrial {
  readonly config: Config;
  readonly configHash: string;
  /** Equal for trials that one training run serves (with the same replicate). */
  readonly runHash: string;
  readonly baselineHash: string;
  readonly replicate: number;
  /** 16 hex digits. */
  readonly seed: string;
  readonly resultKey: string;
}

export interface ExpandOutcome {
  /** New rows that wait to run. */
  readonly queued: number;
  /** New rows that took over the result of an equal trial of an earlier sweep. */
  readonly reused: number;
  /** Trials that the sweep already had. */
  readonly duplicates: number;
}

/** A trial that this coordinator has taken to run; its row says `running`. */
export interface ClaimedTrial {
  readonly id: number;
  readonly sweepId: number;
  readonly config: Config;
  readonly runHash: string;
  readonly replicate: number;
  readonly seed: string;
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

export interface TrialOutcome {
  readonly trialId: number;
  readonly attempt: number;
  readonly state: 'completed' | 'diverged' | 'failed';
  readonly error: string | null;
  readonly test: Metrics | null;
  readonly validation: Metrics | null;
  readonly collapse: Collapse | null;
  readonly curves: Curves | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly worker: string;
  /** SHA-256 over all of the result: equal trials have equal ones. Null for a failure. */
  readonly resultHash: string | null;
}

export interface RecordOutcome {
  /** Trials that this call ended. */
  readonly ended: readonly number[];
  /** Trials that had ended with another result than the one given now. Both are kept; see `alarms`. */
  readonly conflicts: readonly number[];
}

export interface WorkerRow {
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly engine: string;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly state: 'working' | 'draining' | 'gone';
  readonly running: number;
  readonly done: number;
}

/** Why the bus does not take what it is given. */
export interface BusTrouble {
  readonly reason: string;
  readonly since: Date;
}

/** What should never happen and did. */
export interface Alarms {
  /** Second results that differ from the first: a fault of a machine or of the engine. */
  readonly conflicts: readonly { readonly trialId: number; readonly worker: string; readonly at: Date }[];
  /** Messages that could not be read or recorded. */
  readonly badMessages: readonly {
    readonly kind: string;
    readonly reason: string;
    readonly text: string;
    readonly at: Date;
  }[];
}

export type TrialCounts = Readonly<Record<TrialState, number>> & {
  /** Completed or diverged by an earlier sweep and linked. */
  readonly reused: number;
};

/** When a sweep's trials were trained, and how long that took. */
export interface SweepTiming {
  /** The first start and the last end of those that were trained for it; null where none was. */
  readonly first: Date | null;
  readonly last: Date | null;
  readonly trained: Trained;
  /** Of earlier sweeps. */
  readonly reused: Trained;
}

export interface Trained {
  readonly trials: number;
  /** Time of one thread, all threads together. */
  readonly threadSeconds: number;
}

/** The mean of the sweep's metric over n replicates. */
export interface BestConfig {
  readonly value: number;
  readonly n: number;
  readonly config: Config;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** What there is to know of a ranking beside its rows: of the best configs, up to a few thousand. */
export interface Standing {
  /** All configs that have a value were looked at. */
  readonly whole: boolean;
  readonly arms: readonly {
    readonly arm: string;
    /** Configs with a value. */
    readonly configs: number;
    /** The mean over them; null where the arm has no VAE. */
    readonly collapsedShare: number | null;
    /** Passes of the classifier that the baseline of its best config made for each of its own; null where it has none. */
    readonly baselineEffort: number | null;
  }[];
  /** Completed trials of those configs, by whether the metric has a value in them. */
  readonly trials: { readonly withValue: number; readonly withoutValue: number };
  readonly best: RankedConfig | null;
  /** The first one by the same metric on validation rows. */
  readonly bestByValidation: RankedConfig | null;
  /** Whether the sweep has a config of the baseline's arm at all, whatever is ranked here. */
  readonly hasBaseline: boolean;
  /** Rows of each class, [replicates][classes], in the best config's replicates. */
  readonly classRows: Readonly<Record<'test' | 'validation', readonly (readonly number[])[]>>;
}

export interface RankedConfig {
  readonly config: Config;
  readonly n: number;
  readonly mean: number;
  /** Of the 95% interval; null for one replicate. */
  readonly halfWidth: number | null;
  readonly testMean: number;
  readonly validationMean: number;
}

/** Where a ranking goes on; opaque. */
export type Place = Readonly<Record<string, number | null>>;

/** A part of a ranking. `next` is null where it is the last one. */
export interface Page extends Table {
  readonly next: Place | null;
}

/** Which configs are ranked, and by what. */
export interface RankingOptions {
  /** A metric column, the sweep's own by default. */
  readonly by?: string;
  /** A SQL condition over parameters and metrics, as the user typed it. */
  readonly where?: string;
}

export interface LeaderboardOptions extends RankingOptions {
  readonly limit: number;
  /** The `next` of the part before. What changes its place meanwhile may be told twice, or not. */
  readonly after?: Place;
}

export interface Store {
  /** For people: where it is and how to reach it. */
  readonly location: { readonly kind: 'embedded' | 'postgres'; readonly url: string; readonly psql: string };

  /** Records a sweep, or returns the one with the same definition (`created: false`). */
  createSweep(sweep: NewSweep): Promise<{ sweep: KnownSweep; created: boolean }>;
  /**
   * What a word means: an id, a name (the newest sweep of that name) or a slug. `passedOver`: what else it might have
   * meant, the likeliest first. Throws InputError `unknown_sweep`, naming near ones.
   */
  findSweep(word: string): Promise<{ sweep: KnownSweep; passedOver: readonly SweepName[] }>;
  sweep(id: number): Promise<Sweep>;
  /** The newest sweep of that name on data with one of these fingerprints. */
  sweepOn(name: string, datasetFingerprints: readonly string[]): Promise<Sweep | null>;
  listSweeps(): Promise<(Sweep & { readonly counts: TrialCounts; readonly best: BestConfig | null })[]>;
  timing(sweepId: number): Promise<SweepTiming>;
  /** The config with the best mean of the sweep's metric; null while nothing has a value. */
  bestConfig(sweepId: number): Promise<BestConfig | null>;
  /** Moves a sweep, if the move is legal from its state; returns whether it moved. Cancelling ends queued trials too. */
  setSweepState(id: number, state: SweepState, reason?: string): Promise<boolean>;
  removeSweep(id: number): Promise<void>;

  /** In one transaction: inserts trials that are new (taking over results that exist) and moves the cursor. */
  expand(
    sweepId: number,
    trials: readonly NewTrial[],
    cursor: unknown,
    expanded: boolean,
    owner: Owner,
  ): Promise<ExpandOutcome>;
  /**
   * Takes about `limit` queued trials, never splitting trials of one (run, replicate). `queued -> running`, each with
   * a lease of `leaseMs` by the database's clock.
   */
  claim(sweepId: number, limit: number, owner: Owner, leaseMs: number): Promise<ClaimedTrial[]>;
  /**
   * Renews leases and notes who is at work: null where a trial waits (again). Returns the ids that are still running.
   */
  renewLeases(
    sweepId: number,
    leases: readonly { readonly trialId: number; readonly worker: string | null }[],
    owner: Owner,
    leaseMs: number,
  ): Promise<number[]>;
  /** The sweep's running trials: all, or only those whose lease ran out. */
  runningTrials(sweepId: number, options?: { readonly expired?: boolean }): Promise<RunningTrial[]>;
  /** Writes a batch of outcomes, by whomever; a trial that has ended stays as it is. */
  record(outcomes: readonly TrialOutcome[]): Promise<RecordOutcome>;
  /**
   * Puts running trials back in the queue: all of the sweep's (`null`: its coordinator is gone), or the ones named. In
   * a cancelled sweep they end as cancelled instead. `death` is charged to each and kept; its worker, where it is
   * null, is the one noted with the lease. Returns how many.
   */
  requeue(sweepId: number, trialIds: readonly number[] | null, owner: Owner, death?: Death): Promise<number>;
  /** Ends running trials as `quarantined`, with this death as the last one; their error tells all. Returns how many. */
  quarantine(sweepId: number, trialIds: readonly number[], owner: Owner, death: Death): Promise<number>;
  counts(sweepId: number): Promise<TrialCounts>;
  /**
   * Makes `owner` the sweep's one coordinator for `leaseMs` by the database's clock; the owner renews by calling
   * again. False, and nothing changes, while another owner's lease lasts.
   */
  acquireRun(sweepId: number, owner: string, leaseMs: number): Promise<boolean>;
  /** Ends the lease if `owner` holds it. */
  releaseRun(sweepId: number, owner: string): Promise<void>;
  /** Who holds the leases of `acquireRun` that last, by the sweep's id. */
  runHolders(): Promise<ReadonlyMap<number, RunHolder>>;
  /** The same for a name of the cluster's, such as its leader. */
  acquireLease(name: string, owner: string, leaseMs: number): Promise<boolean>;
  releaseLease(name: string, owner: string): Promise<void>;

  /** Hands a sweep to the cluster and moves it to `running` where that is legal; returns the sweep as it then is. */
  submitSweep(id: number): Promise<Sweep>;
  /** Sweeps of the cluster that are to run. */
  clusterSweeps(): Promise<Sweep[]>;
  /**
   * Keeps a data set's bytes under their SHA-256 (hex), for coordinators without the file; once is enough. Call it
   * after `createSweep`: bytes that no sweep names go when one is removed. Throws LatentsweepError `wrong_content`.
   */
  putContent(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null where they were not put or not all of them yet. Throws LatentsweepError `wrong_content`. */
  getContent(sha256: string): Promise<Uint8Array | null>;
  /**
   * Workers as they were last heard of; `saveWorkers` stamps them with the database's clock, so give it those that
   * were heard of since the last time. One that has been silent for a day is forgotten.
   */
  saveWorkers(workers: readonly WorkerRow[]): Promise<void>;
  listWorkers(): Promise<(WorkerRow & { readonly lastSeen: Date; readonly silentMs: number })[]>;
  /** Why the bus takes nothing: all the reasons of now, said every few seconds while there are any. */
  saveTroubles(reasons: readonly string[]): Promise<void>;
  /** Those that were said lately, the oldest first. */
  listTroubles(): Promise<BusTrouble[]>;
  /** The newest 1000 are kept. */
  keepBadMessage(message: {
    readonly kind: string;
    readonly reason: string;
    readonly text: string;
  }): Promise<void>;
  alarms(): Promise<Alarms>;

  /** How many of these keys have a completed result in any sweep. */
  countReusable(resultKeys: readonly string[]): Promise<number>;

  /** The best configs, as the `leaderboard` view has them; ranks are among those that `where` admits. */
  leaderboard(sweep: Sweep, options: LeaderboardOptions): Promise<Page>;
  /** What the leaderboard's rows do not show of it. */
  standing(sweep: Sweep, options?: RankingOptions): Promise<Standing>;
  /** Single trials, best first. */
  topTrials(sweep: Sweep, options: LeaderboardOptions): Promise<Page>;
  /** Trials in the order of their number, a page at a time, for `trials` and `export`. */
  trials(
    sweep: Sweep,
    page: { readonly after: number; readonly limit: number; readonly where?: string },
  ): Promise<Table>;
  /** One trial with everything known of it. Throws InputError `unknown_trial`. */
  trial(
    id: number,
  ): Promise<{ readonly row: Readonly<Record<string, unknown>>; readonly curves: Curves | null }>;
  /** SHA-256 over (config hash, replicate, state, every metric, collapse) in a fixed order: equal results, equal sum. */
  checksum(sweepId: number): Promise<string>;
  /** A user's query, in a read-only transaction with a time limit. Throws InputError `bad_sql`. */
  query(sql: string, options?: { readonly timeoutMs?: number; readonly limit?: number }): Promise<Table>;
  close(): Promise<void>;
}
