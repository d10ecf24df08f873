/** What the rooms of the coordinator hand to one another, and to the command line. */

import type { Bus } from '@latentsweep/bus';
import type {
  AnyConfig,
  BandWish,
  DatasetSpec,
  EarlyRule,
  Fault,
  ParameterValue,
  ProgramSpec,
  ReportWay,
  Values,
} from '@latentsweep/core';
import type {
  BestConfig,
  DecidedRung,
  HistoryWish,
  SearchHistory,
  Sweep,
  TrialCounts,
  TrialLedger,
} from '@latentsweep/store';
import type { ResultDesk } from './coordinate/desk.ts';
import type { DataReport } from './dataset/report.ts';

// ── sweep file (sweep-file/) ────────────────────────────────────────────────────────────────────────────────────

/** How one parameter is chosen: W&B's distributions, checked, with every bound filled in. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: ParameterValue }
  | {
      readonly kind: 'categorical';
      readonly values: readonly ParameterValue[];
      readonly probabilities: readonly number[] | null;
    }
  | ({ readonly kind: 'int_uniform' } & Range)
  | ({ readonly kind: 'uniform' | 'log_uniform_values' | 'inv_log_uniform_values' } & Range)
  | ({
      readonly kind: 'q_uniform' | 'q_log_uniform_values';
      /**
       * Drawn are the multiples of q between the bounds. Absent where it makes no difference, and in sweeps of earlier
       * versions, which pulled a multiple outside to the bound itself.
       */
      readonly inside?: true;
    } & Range &
      Stepped)
  | ({ readonly kind: 'normal' | 'log_normal' } & Normal)
  | ({ readonly kind: 'q_normal' | 'q_log_normal' } & Normal & Stepped)
  | ({ readonly kind: 'beta' } & Beta)
  | ({ readonly kind: 'q_beta' } & Beta & Stepped);

type Range = { readonly min: number; readonly max: number };
type Normal = { readonly mu: number; readonly sigma: number };
type Beta = { readonly a: number; readonly b: number };
/** Rounded to multiples of q. */
type Stepped = { readonly q: number };

/** The data set as the user describes it; `dataset/` turns it into a `DatasetSpec`. */
export type DatasetDefinition =
  | {
      readonly kind: 'simulated';
      readonly train: number;
      readonly validation: number;
      readonly test: number;
      readonly coefficients: readonly (readonly number[])[];
      /** Wanted share of each class, or null for intercepts of zero. */
      readonly prior: readonly number[] | null;
    }
  | {
      readonly kind: 'table';
      /** A file, as written (relative to the sweep file), or null where `select` is given. */
      readonly path: string | null;
      /** A DuckDB select over files. */
      readonly select: string | null;
      /** The folder that relative paths start from. */
      readonly folder: string;
      /** Whether the first line of a text names its columns; null: yes, but where it looks like a row that is asked. */
      readonly header: boolean | null;
      /** The names of a text's columns, or null for those in its first line. */
      readonly columns: readonly string[] | null;
      /** What a text is encoded in, or null for UTF-8 and UTF-16, which show. */
      readonly encoding: string | null;
      /** The sheet of a workbook that holds the table. Absent: the only one. */
      readonly sheet?: string | null;
      /** The arrays of NumPy's archive that make the table. Absent: all of them. */
      readonly arrays?: readonly string[] | null;
      readonly target: string;
      readonly positive: string | null;
      readonly drop: readonly string[];
      /** Columns that are features though they only number the rows; null, in sweeps of older versions: all. */
      readonly keep: readonly string[] | null;
      readonly categorical: readonly string[];
      /** Words that mean no value, or null for the usual ones in columns of numbers alone. */
      readonly missing: readonly string[] | null;
      /** The mark of decimals in numbers as people write them (1,234.5 or 12%); null: plain numbers only. */
      readonly decimal: '.' | ',' | null;
      /** Columns of dates that become numbers, with the format of `strptime`, or null for ISO 8601. */
      readonly dates: readonly DateColumn[];
      /** By which rules cells are read. 1: those before `missing` was a key; a sweep keeps the ones it began with. */
      readonly reading: 1 | 2;
      readonly scale: 'quantile' | 'minmax' | 'none';
      readonly split: { readonly train: number; readonly validation: number; readonly test: number };
      /** Columns that rows are split by, and that are not learnt from. Absent: by chance. */
      readonly group?: string;
      readonly time?: string;
      readonly balance: 'original' | 'majority';
    }
  | {
      readonly kind: 'images';
      /** As written, relative to the sweep file. */
      readonly path: string;
      readonly folder: string;
      /** The column that holds the class; null where the files say it otherwise. */
      readonly target: string | null;
      readonly drop: readonly string[];
      /** Height, width and channels of a table's; null where the files say it. */
      readonly shape: readonly [height: number, width: number, channels: number] | null;
      /** Height and width that pictures are brought to; null: they have one size. */
      readonly size: readonly [height: number, width: number] | null;
      /** 1: grey, 3: colour; null where all files are of one kind. */
      readonly channels: 1 | 3 | null;
      /** The largest value that a pixel can have; null where the files say it, or their pixels. */
      readonly max: number | null;
      readonly positive: string | null;
      readonly split: { readonly train: number; readonly validation: number; readonly test: number };
      /** The splits are the source's own. Absent: by chance. */
      readonly parts?: 'source';
      readonly balance: 'original' | 'majority';
    }
  | ProgramDefinition;

/** A program of the user's own, which brings its data itself. */
export interface ProgramDefinition extends ProgramSpec {
  readonly kind: 'program';
  // What follows is for whoever runs it at the file's place, without a bus: elsewhere its declaration says it.
  /** The folder that `path` starts from. */
  readonly folder: string;
  /** The program's file, as written. Absent: the command names none. */
  readonly path?: string;
  /** With macros. Null: what is usual for such a file. */
  readonly command: readonly string[] | null;
  /** Absent: lines. */
  readonly reports?: ReportWay;
  /**
   * Its owner says that the same config and seed give the same result, as long as this is the same: the SHA-256 of its files, its
   * command and what else its results depend on. Absent: nobody says so.
   */
  readonly sharedKey?: string;
  /** Nothing runs it: whoever asks for its trials computes them. */
  readonly asked?: true;
}

export interface DateColumn {
  readonly column: string;
  readonly format: string | null;
}

/** How one parameter of the sweep is chosen. */
export interface SweptParameter {
  readonly name: string;
  readonly distribution: Distribution;
  /**
   * The group whose parameters move together, from a file's `loss_weights: { values: [{…}, {…}] }`: all of them
   * are categorical with equally many values, and the i-th value of one goes with the i-th of the others.
   */
  readonly linked?: string;
  /** It is swept where all of these hold, and has its default elsewhere. Absent: wherever it means anything. */
  readonly when?: readonly Narrowing[];
  /** That default, where it is not the parameter's own. */
  readonly otherwise?: ParameterValue;
}

/** Another parameter, which stands before it in the file, has one of these values. */
export interface Narrowing {
  readonly parameter: string;
  readonly in: readonly ParameterValue[];
}

/** Bounds of a measure's mean over a config's trials. */
export interface SweepConstraint {
  /** As the file has it: a measure, or a share of the leaderboard. */
  readonly metric: string;
  /** What is measured of each trial. */
  readonly measure: string;
  readonly min?: number;
  readonly max?: number;
}

/** A measure, and which way it is better. */
export interface Objective {
  readonly name: string;
  readonly goal: 'maximize' | 'minimize';
}

/** A sweep file that passed every check: plain JSON, all defaults filled in. */
export interface SweepDefinition {
  readonly name: string;
  readonly description: string | null;
  /** One of `METHODS`. */
  readonly method: string;
  readonly metric: Objective & {
    /** The sweep ends once a config's mean on validation rows lies beyond it, with its 95% interval. Absent: at its end. */
    readonly target?: number;
  };
  /**
   * Several objectives, of which `metric` is the first: the one that ranks where there is room for one. Absent: `metric` alone
   * decides.
   */
  readonly metrics?: readonly Objective[];
  /** Configs that break one are ranked nowhere, and are bad ones to a search that learns. Absent: there are none. */
  readonly constraints?: readonly SweepConstraint[];
  readonly replicates: number;
  readonly seed: number;
  /** Bounds trials, or null. */
  readonly runCap: number | null;
  /** A random search tries the baseline of each draw as well. Absent in grids, and in sweeps of versions that did not. */
  readonly baselines?: boolean;
  /** Tried first, in this order: values of some or all parameters that are drawn. Absent: none. */
  readonly points?: readonly Values[];
  /**
   * Others are compared with the configs that have all of these values, for one of the entries: a race never drops them. A search
   * that draws tries one of each before its points. Absent: none.
   */
  readonly baseline?: readonly Values[];
  /** Of a search that learns: how many of the newest proposals it does not yet know the results of. */
  readonly lag?: number;
  /** `auto`, or an engine's name. */
  readonly engine: string;
  /** Labels that a worker must have to run its trials, sorted. It decides where they run, not what comes out. */
  readonly requires: readonly string[];
  readonly dataset: DatasetDefinition;
  /**
   * After how many replicates a race drops configs that are worse than the best beyond chance; all are below `replicates` and
   * rise. Absent: every config has all its replicates. `spend`: what that saves goes to more replicates of those that are tied
   * with the best.
   */
  readonly race?: { readonly rungs: readonly number[]; readonly spend?: true };
  /** At which bands of epochs runs are stopped, and by which rule. Absent: all runs train for all their epochs. */
  readonly early?: EarlyTerminate;
  /** In the file's order, by dotted name. */
  readonly parameters: readonly SweptParameter[];
}

/** W&B's terms, with their defaults: `minIter`, or `maxIter` and `s`. */
export type EarlyTerminate = EarlyRule & BandWish;

// ── data set (dataset/) ─────────────────────────────────────────────────────────────────────────────────────────

/** What trials need of a data set. */
export interface TrialData {
  readonly spec: DatasetSpec;
  /** As `packSpec` has it: jobs name the data set by it. */
  readonly fingerprint: string;
  /** Arrow IPC bytes of a table, null for simulated data. */
  readonly content: Uint8Array | null;
}

/** A data set as it was read, with what there is to say of it. */
export interface ResolvedDataset extends TrialData {
  /** What was read: rows, features, classes and their counts. Null where a program of the user's own brings its data. */
  readonly report: DataReport | null;
  /** What was done on the way that the user may not expect; nothing is wrong. */
  readonly notes: readonly Fault[];
}

// ── search (search/) ────────────────────────────────────────────────────────────────────────────────────────────

/** Where a search stands; plain JSON, kept in the store. */
export type Cursor = Readonly<Record<string, unknown>>;

export interface SearchSize {
  /** Distinct configs. */
  readonly configs: number;
  /** Training runs that serve them (configs that differ only in `epochs` share one). */
  readonly runs: number;
  /** Points of the plain product that were the same config as another. */
  readonly duplicatesRemoved: number;
  /** Of them, points with a value that the file holds twice. */
  readonly valuesRepeated: number;
  /** False where `configs` is only an upper bound (random search over a discrete space). */
  readonly exact: boolean;
}

/** What a searcher is asked: for what comes after `cursor` (null: from the start), in the light of the history. */
export interface Question extends SearchHistory {
  readonly cursor: Cursor | null;
  readonly atMost: number;
  /** Configs that it may still propose, where a race decides how many trials those before have had. Absent: as `run_cap` says. */
  readonly room?: number;
}

export interface Proposals {
  /** Canonical; those of one run come together, by rising `epochs`. */
  readonly configs: readonly AnyConfig[];
  /** Why each of them, in words for people; null from a searcher that does not learn. */
  readonly reasons: readonly string[] | null;
  readonly cursor: Cursor;
  readonly exhausted: boolean;
}

/** Proposes configs. Pure: equal questions have equal answers, in any process. */
export interface Searcher {
  readonly size: SearchSize;
  /**
   * What it has to know of earlier proposals before it is asked again: all of them where they race. Null: nothing, so that it may
   * be asked for as much as one likes, whenever one likes.
   */
  readonly learnsFrom: HistoryWish | null;
  /** What it wants to know at a cursor of its own beside that. Absent: nothing. */
  recall?(cursor: Cursor): Pick<HistoryWish, 'places' | 'since'>;
  /**
   * About `atMost` of the configs that `ask` will propose, or none, as where it learns: those that are worth having before
   * all others, because others are compared with them. Configs of one run come together.
   */
  first(atMost: number): readonly AnyConfig[];
  /**
   * The next configs: about `atMost`, or, where it learns, as many as make a step of its own, whatever `atMost` is. In
   * which order the history lists configs decides nothing.
   */
  ask(question: Question): Proposals;
}

// ── coordination (coordinate.ts) ────────────────────────────────────────────────────────────────────────────────

export interface CoordinateOptions {
  readonly store: TrialLedger;
  readonly bus: Bus;
  readonly sweep: Sweep;
  readonly definition: SweepDefinition;
  readonly dataset: TrialData;
  /**
   * Aborted: stop taking new trials and return `interrupted`. Running ones are given back, or left to the next
   * coordinator where they outlive this process on a lasting bus.
   */
  readonly signal: AbortSignal;
  /** Jobs that are trained at once by what there is for it now: threads, or lanes of their cohorts. */
  readonly slots: () => number;
  /** Whether they train jobs of one shape as one. Default: they do not. */
  readonly fuses?: () => boolean;
  readonly onStatus: (status: RunStatus) => void;
  /** By which a worker must have been heard of; only a lasting bus needs it. Default 20 s. */
  readonly leaseMs?: number;
  /** How long to wait for a store that cannot be reached. Default a minute. */
  readonly patienceMs?: number;
  /** Where the bus's results arrive, where several sweeps share it. Default: a desk of its own. */
  readonly desk?: ResultDesk | null;
  readonly onDeath?: (death: TrialDeath) => void;
  readonly onConflict?: (trialIds: readonly number[]) => void;
  /** A race has decided at a rung. */
  readonly onRung?: (rung: DecidedRung) => void;
  /** Default: that of the definition's method. */
  readonly searcher?: Searcher;
}

/** A worker, or a thread of it, ended while it was at these trials. */
export interface TrialDeath {
  readonly trialIds: readonly number[];
  readonly worker: string;
  readonly reason: string;
  /** They are not tried again. */
  readonly quarantined: boolean;
}

/** For the live display, several times a second. */
export interface RunStatus {
  readonly sweep: Sweep;
  readonly counts: TrialCounts;
  readonly total: number;
  /** Trials that ended in this run of the coordinator. */
  readonly endedHere: number;
  /** Over the last seconds. */
  readonly trialsPerSecond: number;
  /** Null while unknown. */
  readonly secondsLeft: number | null;
  /** The config with the best mean of the sweep's metric so far, over n replicates. */
  readonly best: BestConfig | null;
  /** Jobs at work: for long ones, how far they are. */
  readonly jobs: readonly {
    readonly id: string;
    readonly config: Values;
    readonly replicate: number;
    readonly worker: string;
    readonly epoch: number;
    readonly of: number;
  }[];
  /** Why nothing is under way, where that is known. */
  readonly notice: string | null;
  /** Slots that what is left could keep busy, where it is coordinated here. */
  readonly slotsWanted?: number;
  /** Workers that are there, where the sweep runs on a cluster. */
  readonly workers?: { readonly count: number; readonly slots: number };
}

export interface RunOutcome {
  readonly state: 'completed' | 'paused' | 'cancelled' | 'failed' | 'interrupted';
  readonly reason: string | null;
  readonly counts: TrialCounts;
  readonly seconds: number;
}
