/** What whoever holds the loop sees, in types that need no others: they travel with the package as they are. */

export type Value = string | number | boolean | null | readonly Value[];

/** A value for each parameter, by the names that the sweep file has. */
export type Config = Readonly<Record<string, Value>>;

/** By name. NaN and infinities may be told: such a trial has diverged. */
export type Metrics = Readonly<Record<string, number>>;

export interface OpenOptions {
  /** A folder, or the URL of a Postgres. As for commands: `LATENTSWEEP_STORE`, `latentsweep.yaml`, or `.latentsweep` here. */
  readonly store?: string;
  /** Told what is worth knowing and stops nothing, a sentence at a time. */
  readonly onNote?: (note: string) => void;
}

/** What an objective is given of a trial. */
export interface Call {
  readonly config: Config;
  /** From 1. */
  readonly replicate: number;
  /** From 0 to 2^31-1: the same for all configs of a replicate. */
  readonly seed: number;
  /** Aborts where nobody waits for the result. */
  readonly signal: AbortSignal;
  /** A place of the trial's curve. */
  report(step: number, metrics: Metrics): void;
}

/** Returns the metrics of a trial; nothing where its reports have said all. What it throws is how the trial failed. */
export type Objective = (call: Call) => Metrics | undefined | Promise<Metrics | undefined>;

export interface RunOptions {
  /** Calls at a time: 1 by default. More pay off where an objective waits for something: all are in this process. */
  readonly slots?: number;
  /** Aborting it ends the run cleanly: `interrupted`. */
  readonly signal?: AbortSignal;
  /** Told a few times a second how it goes. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Counts {
  readonly completed: number;
  readonly failed: number;
  readonly diverged: number;
}

export interface Progress extends Counts {
  readonly total: number;
  readonly trialsPerSecond: number;
  /** Of the sweep's metric; null before there is a result. */
  readonly best: { readonly config: Config; readonly mean: number; readonly n: number } | null;
}

export interface Outcome extends Counts {
  readonly state: 'completed' | 'interrupted' | 'paused' | 'cancelled';
  /** Why it ended before its last trial, where it did. */
  readonly reason: string | null;
}

/** A trial that was asked for. */
export interface Trial {
  /** By what it is told of, here or by `sweep tell`: `17`, or `17.2` where it was given out before. */
  readonly trial: string;
  readonly config: Config;
  /** From 1. */
  readonly replicate: number;
  /** From 0 to 2^31-1: the same for all configs of a replicate. */
  readonly seed: number;
  /** How often it was given out, with this time. */
  readonly attempt: number;
  /** ISO 8601. After that it is given to the next who asks; `close` gives it back. */
  readonly leaseEnds: string;
}

export interface AskOptions {
  /** How long the trials are kept for you, a second to a year: an hour by default. */
  readonly leaseMs?: number;
}

export interface RankingOptions {
  /** The sweep's metric by default. */
  readonly by?: string;
  /** A condition: `lr < 0.01 and layers = 2`. */
  readonly where?: string;
  /** At most so many: 10 by default. */
  readonly rows?: number;
}

export interface RankedConfig {
  readonly rank: number | null;
  /** The best, or not told apart from it. */
  readonly tied: boolean;
  readonly config: Config;
  /** Of the metric over `n` replicates. */
  readonly mean: number | null;
  /** Half of its 95% interval; null for one replicate. */
  readonly half: number | null;
  readonly n: number | null;
}

export type SweepState = 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';

/** A sweep whose trials are computed here. Every promise may reject with a `SweepError`. */
export interface Sweep {
  /** What commands call it: `sweep top NAME`. */
  readonly name: string;
  /** Calls the objective for all trials that are missing. Rejects `sweep_failed` where too many of the first ones fail. */
  run(objective: Objective, options?: RunOptions): Promise<Outcome>;
  /** Up to `count` trials (1 by default, at most 1000); none where none can be given now. */
  ask(count?: number, options?: AskOptions): Promise<Trial[]>;
  /** A place of a trial's curve; it renews its lease. `stop`: nobody waits for the rest. */
  report(
    trial: Trial | string,
    step: number,
    metrics: Metrics,
  ): Promise<{ readonly stop: boolean; readonly reason: string | null }>;
  /** The metrics of a trial, at its end. Told again, they count once. */
  tell(trial: Trial | string, metrics: Metrics): Promise<void>;
  /** Why a trial has no result. */
  fail(trial: Trial | string, reason: string): Promise<void>;
  state(): Promise<SweepState>;
  /** The config that ranks first; null before there is a result. */
  best(): Promise<RankedConfig | null>;
  leaderboard(options?: RankingOptions): Promise<RankedConfig[]>;
  /** Ends a run that is under way, waits for other calls that are, gives back what was asked for and not told, and lets go of the store. */
  close(): Promise<void>;
}
