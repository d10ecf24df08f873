/** Every question that a screen asks of the store; nothing here changes a row. */

import type { Curves, Values, VerdictMaterial } from '@latentsweep/core';
import type { Alarms, BusTrouble, SeenWorker } from './cluster-book.ts';
import type { ConfigPages } from './config-pages.ts';
import type { FigureReading } from './figures.ts';
import type { DecidedRung, StoredDecision } from './race.ts';
import type { LeaderboardOptions, Page, RankingOptions, Standing, Table } from './ranking.ts';
import type { KnownSweep, Sweep, SweepName } from './sweep-book.ts';
import type { Artifact, Owner, RunHolder, RunningTrial, TrialState } from './trial.ts';
import type { TrialFigures } from './trial-figures.ts';

export type TrialCounts = Readonly<Record<TrialState, number>> & {
  /** Completed or diverged by an earlier sweep and linked. */
  readonly reused: number;
};

interface Trained {
  readonly trials: number;
  /** Time of one thread, all threads together. */
  readonly threadSeconds: number;
}

/** When a sweep's trials were trained, and how long that took. */
export interface SweepTiming {
  /** The first start and the last end of those that were trained for it; null where none was. */
  readonly first: Date | null;
  readonly last: Date | null;
  readonly trained: Trained;
  /** Of earlier sweeps. */
  readonly reused: Trained;
}

/** The mean of the sweep's metric over n replicates. */
export interface BestConfig {
  readonly value: number;
  readonly n: number;
  readonly hash: string;
  readonly config: Values;
}

export type CountedSweep = KnownSweep & { readonly counts: TrialCounts; readonly best: BestConfig | null };

/** What the store holds, and whether this user may add to it. */
export interface Inventory {
  readonly bytes: number;
  readonly sweeps: number;
  readonly trials: number;
  readonly mayWrite: boolean;
}

/** All that is known of a trial. */
interface ToldTrial {
  readonly row: Readonly<Record<string, unknown>>;
  readonly curves: Curves | null;
  /** Null where they have the names of the catalogue. */
  readonly measures: Readonly<Record<string, number | null>> | null;
  /** What it ran in; null where nothing is known of that. */
  readonly ran: unknown;
}

/** What is known, for people and programs. */
export interface Reading extends ConfigPages, FigureReading, TrialFigures {
  /** For people: where it is and how to reach it. `folder`: the directory of an embedded one. */
  readonly location: {
    readonly kind: 'embedded' | 'postgres';
    readonly url: string;
    readonly psql: string;
    readonly folder: string | null;
  };
  /**
   * What a word means: an id, a name (the newest sweep of that name) or a slug. `passedOver`: what else it might have
   * meant, the likeliest first. Throws InputError `unknown_sweep`, naming near ones.
   */
  findSweep(word: string): Promise<{ sweep: KnownSweep; passedOver: readonly SweepName[] }>;
  sweep(id: number): Promise<Sweep>;
  /** The newest sweep of that name on data with one of these fingerprints. */
  sweepOn(name: string, datasetFingerprints: readonly string[]): Promise<Sweep | null>;
  /** The newest first: all, or so many of those with ids below `before`. */
  listSweeps(page?: {
    readonly limit?: number;
    readonly before?: number | undefined;
  }): Promise<CountedSweep[]>;
  /** The ids of those that stand as running, the newest first. */
  runningSweeps(): Promise<number[]>;
  counts(sweepId: number): Promise<TrialCounts>;
  timing(sweepId: number): Promise<SweepTiming>;
  /** What a race decided so far, by rising rungs; none where the sweep has none. */
  decidedRungs(sweepId: number): Promise<readonly DecidedRung[]>;
  /** What it decided of the config with this hash, or of all (null), rung by rung, those nearest to what they were compared with first. */
  decisions(sweepId: number, hash: string | null, limit: number): Promise<readonly StoredDecision[]>;
  /** The config with the best mean of the sweep's metric; null while nothing has a value. */
  bestConfig(sweepId: number): Promise<BestConfig | null>;
  /** The sweep's running trials: all, or only those whose lease ran out. */
  runningTrials(sweepId: number, options?: { readonly expired?: boolean }): Promise<RunningTrial[]>;
  /** Who holds the leases of `acquireRun` that last, by the sweep's id. */
  runHolders(): Promise<ReadonlyMap<number, RunHolder>>;
  /** Who holds the lease of `acquireLead`, or null where it ran out. */
  leader(): Promise<Owner | null>;
  /** By name. */
  listWorkers(): Promise<SeenWorker[]>;
  /** Those that were said lately, the oldest first. */
  listTroubles(): Promise<BusTrouble[]>;
  alarms(): Promise<Alarms>;
  /** How many of these keys have a completed result in any sweep. */
  countReusable(resultKeys: readonly string[]): Promise<number>;
  /** The best configs, as the `leaderboard` view has them; ranks are among those that `where` admits. */
  leaderboard(sweep: Sweep, options: LeaderboardOptions): Promise<Page>;
  /** What the leaderboard's rows do not show of it. */
  standing(sweep: Sweep, options?: RankingOptions): Promise<Standing>;
  /**
   * What a verdict is made of: the best config of each arm and classifier by validation rows, of those whose parameters
   * `where` admits. Throws InputError `unknown_metric`, `bad_where`.
   */
  verdictMaterial(sweep: Sweep, options?: RankingOptions): Promise<VerdictMaterial>;
  /** Single trials, best first. */
  topTrials(sweep: Sweep, options: LeaderboardOptions): Promise<Page>;
  /** Trials in the order of their number, a page at a time, for `trials` and `export`. */
  trials(
    sweep: Sweep,
    page: { readonly after: number; readonly limit: number; readonly where?: string | undefined },
  ): Promise<Table>;
  /**
   * One trial with everything known of it. Where the sweep has measures of its own: in `row` by their columns, in `measures` and
   * `curves` by their names (`step`: where each report stands). Throws InputError `unknown_trial`.
   */
  trial(id: number): Promise<ToldTrial>;
  /** What the program said in this trial beside its reports, or null. */
  readTrialLog(trialId: number): Promise<string | null>;
  /** By name. */
  artifacts(trialId: number): Promise<Artifact[]>;
  /** What `keepPredictions` was given last for this trial, or null. */
  keptPredictions(trialId: number): Promise<Uint8Array | null>;
  /** The SQL types of a sweep's columns, by their names in `sweep_<slug>`. */
  columnTypes(sweep: Sweep): Promise<ReadonlyMap<string, string>>;
  /** SHA-256 over (config hash, replicate, state, every metric, collapse) in a fixed order: equal results, equal sum. */
  checksum(sweepId: number): Promise<string>;
  inventory(): Promise<Inventory>;
  /** A user's own query, in a read-only transaction with a time limit. Throws InputError `bad_sql`. */
  query(sql: string, options?: { readonly timeoutMs?: number; readonly limit?: number }): Promise<Table>;
}
