/**
 * What the server answers the pages with, by path below `api/`. Both sides import these types and nothing else of each
 * other. No answer grows with a sweep: lists are pages of one.
 *
 *   GET  sweeps?before=                        SweepsAnswer
 *   GET  sweeps/SWEEP                          SweepAnswer
 *   GET  sweeps/SWEEP/notes                    NotesAnswer
 *   GET  sweeps/SWEEP/verdict?where=           VerdictAnswer, or null where there are no arms
 *   GET  sweeps/SWEEP/leaderboard?by=&where=&show=&limit=&after=      LeaderboardAnswer
 *   GET  sweeps/SWEEP/figures/FIGURE?by=&where=&config=&x=&y=&split=  FigureData of @latentsweep/figures
 *   GET  sweeps/SWEEP/configs/HASH             ConfigAnswer
 *   GET  sweeps/SWEEP/compare?configs=A,B&by=  CompareAnswer
 *   GET  sweeps/SWEEP/trials?where=&after=     TableAnswer
 *   GET  trials/ID                             TrialAnswer
 *   POST sql  { sql }                          TableAnswer
 *   POST sweeps/SWEEP/pause|resume|cancel|remove   {}   ActionAnswer (token)
 *   POST sweeps  { text }                      SubmitAnswer (token)
 *   GET  …/leaderboard.csv, …/trials.csv, …/figures/FIGURE.csv|svg|png|pdf, sql.csv?sql=   files
 *   GET  events?sweep=                         server-sent events: `sweeps` (SweepsAnswer), `sweep` (LiveSweep), `gone` (Gone)
 *
 * SWEEP is the `word` of a row, or any word that commands take. A refusal is a Refusal with status 400 (what was asked),
 * 403 (a token or a right is missing), 404 (there is none), 409 (not in this state), 500 (a fault of ours) or 503 (the
 * store is away: `Retry-After`). Numbers that are none (NaN) or infinite are null, but in the cells of tables, where they
 * are texts.
 *
 * The page that is opened with `?token=…` gets it as a cookie: scripts of the pages see no token and send none. POST with
 * `content-type: application/json`.
 */

import type { FigureName } from '@latentsweep/figures';

export interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

/** States as commands say them. */
export type ShownState =
  | 'running'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'failed'
  | 'stopped'
  | 'waiting'
  | (string & {});

/** A moment: ISO 8601. */
type Moment = string;

export interface Counts {
  /** Neither begun nor ended; those that a search has yet to make as well. */
  readonly pending: number;
  readonly running: number;
  readonly completed: number;
  readonly diverged: number;
  readonly failed: number;
  readonly quarantined: number;
  /** At a band of epochs, and stopped there. */
  readonly waiting: number;
  readonly pruned: number;
  readonly cancelled: number;
  /** Of an earlier sweep; they are among the others. */
  readonly reused: number;
}

export interface SweepRow {
  readonly id: number;
  readonly slug: string;
  /** What it is called in URLs and commands: its slug, or its id where the slug means a newer sweep. */
  readonly word: string;
  readonly name: string;
  readonly description: string | null;
  readonly state: ShownState;
  readonly onCluster: boolean;
  readonly planned: number;
  readonly counts: Counts;
  readonly metric: string;
  readonly best: { readonly value: number | null; readonly n: number } | null;
  /** Null where nobody runs it, or nobody has looked long enough. */
  readonly trialsPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** What it waits for, in a sentence. */
  readonly waitsFor: string | null;
  readonly createdAt: Moment;
  readonly finishedAt: Moment | null;
}

export interface WorkerRow {
  readonly worker: string;
  readonly host: string;
  /** With its device, if it has one. */
  readonly engine: string;
  readonly state: string;
  readonly slots: number;
  readonly done: number;
  readonly lastSeen: Moment;
  readonly atWork: number;
}

export interface SweepsAnswer {
  readonly store: { readonly kind: 'embedded' | 'postgres'; readonly where: string };
  /** Whether this page may pause, resume, cancel, remove and submit: its URL carried the token. */
  readonly mayAct: boolean;
  readonly sweeps: readonly SweepRow[];
  /** Where the list goes on. */
  readonly next: number | null;
  readonly workers: readonly WorkerRow[];
  readonly moreWorkers: number;
  /** Alarms and faults of the cluster, and what the bus does not take, in sentences. */
  readonly alarms: readonly { readonly since: Moment | null; readonly text: string }[];
}

/** Why there is nothing new. After `store` the next answer says that it is back; after `sweep` nothing follows. */
export interface Gone {
  readonly what: 'store' | 'sweep';
  readonly text: string;
}

/** How a sweep goes, told about once a second while it runs. */
export interface LiveSweep {
  readonly slug: string;
  readonly state: ShownState;
  readonly reason: string | null;
  readonly planned: number;
  readonly counts: Counts;
  readonly trialsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly best: {
    readonly value: number | null;
    readonly n: number;
    readonly config: Readonly<Record<string, unknown>>;
  } | null;
  /** What it waits for, in a sentence. */
  readonly waitsFor: string | null;
}

interface ParameterInfo {
  readonly parameter: string;
  readonly column: string;
  /** As the sweep file has it: `log uniform 0.001 to 1`. */
  readonly searched: string;
}

export interface SweepAnswer {
  readonly sweep: SweepRow;
  readonly live: LiveSweep;
  readonly mayAct: boolean;
  readonly goal: 'maximize' | 'minimize';
  readonly replicates: number;
  readonly seed: number;
  readonly engine: string;
  /** What it searches, and its data, as `sweep show` says it. */
  readonly method: string;
  readonly parameters: readonly ParameterInfo[];
  readonly data: readonly string[];
  /** Those that can be drawn of it. */
  readonly figures: readonly FigureName[];
  readonly metrics: readonly {
    readonly name: string;
    readonly about: string;
    readonly unit: string | null;
    readonly better: 'higher' | 'lower';
  }[];
  /** What can be shown beside the metric. */
  readonly measures: readonly { readonly name: string; readonly about: string }[];
  /** Columns that a condition may name. */
  readonly columns: readonly string[];
  readonly source: string;
}

/** What is found out by reading the whole sweep, so that nothing else waits for it. */
export interface NotesAnswer {
  /** What a race dropped so far, as `sweep show` says it; null where there is none. */
  readonly race: string | null;
  readonly caveats: readonly { readonly text: string }[];
  /** Null for large sweeps: it would take many seconds, and hold up an embedded store. */
  readonly timing: {
    readonly first: Moment | null;
    readonly last: Moment | null;
    readonly threadSeconds: number;
  } | null;
}

/** Whether augmentation helped, in words and numbers; or why that is not said. */
export interface VerdictAnswer {
  readonly text: string;
  /** What it is compared with, a row each; a text a column. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** What an action did, in a sentence, with what to do next. */
export interface ActionAnswer {
  readonly text: string;
}

/** `@latentsweep/app`'s Leaderboard with hashes, and where it goes on. */
export interface LeaderboardAnswer {
  readonly by: string;
  readonly twin: string;
  readonly maximize: boolean;
  readonly where: string | null;
  /** Configs that the condition admits and that have a value; null where counting them would take long. */
  readonly of: number | null;
  readonly varying: readonly { readonly name: string; readonly short: string | null }[];
  readonly constant: readonly { readonly name: string; readonly value: unknown }[];
  readonly intervals: boolean;
  /** Measures that are shown beside the metric. */
  readonly shown: readonly string[];
  readonly rows: readonly {
    readonly hash: string;
    readonly rank: number | null;
    readonly tied: boolean;
    /** Why it is not ranked, where it is not. */
    readonly behind: 'constraint' | 'dropped' | null;
    /** In the order of `varying`. */
    readonly values: readonly unknown[];
    readonly mean: number | null;
    readonly half: number | null;
    readonly twin: number | null;
    readonly n: number | null;
    readonly comparison:
      | {
          readonly kind: 'difference';
          readonly value: number;
          readonly half: number | null;
          readonly uneven: boolean;
        }
      | { readonly kind: 'baseline' | 'no result' | 'none' };
    readonly collapsed: number | null;
    readonly undertrained: number | null;
    /** In the order of `shown` above. */
    readonly shown: readonly (number | null)[];
    readonly undefined: number | null;
    readonly diverged: number | null;
    readonly failed: number | null;
  }[];
  /** Opaque. */
  readonly next: string | null;
}

export interface TrialRow {
  readonly id: number;
  readonly number: number;
  readonly replicate: number;
  readonly state: string;
  readonly attempt: number;
  readonly worker: string | null;
  readonly startedAt: Moment | null;
  readonly finishedAt: Moment | null;
  readonly value: number | null;
  readonly error: string | null;
}

/** A measure over a config's replicates. */
export interface MeasureRow {
  readonly name: string;
  readonly about: string;
  readonly unit: string | null;
  readonly n: number;
  readonly mean: number | null;
  readonly half: number | null;
  readonly sd: number | null;
}

export interface ConfigAnswer {
  readonly sweep: string;
  readonly hash: string;
  readonly rank: number | null;
  /** By how much it breaks the sweep's constraints; null where there are none. */
  readonly violation: number | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  /** What a race decided of it, rung by rung. */
  readonly decisions: readonly { readonly kept: boolean; readonly reason: string }[];
  readonly measures: readonly MeasureRow[];
  readonly trials: readonly TrialRow[];
  readonly moreTrials: number;
  /** The figures that can be drawn of it. */
  readonly figures: readonly string[];
  /** Its baseline, to be compared with. */
  readonly baseline: string | null;
}

export interface CompareAnswer {
  readonly by: string;
  readonly configs: readonly {
    readonly hash: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly n: number;
    readonly mean: number | null;
    readonly half: number | null;
  }[];
  /** Parameters in which they differ. */
  readonly differing: readonly string[];
  /** Each to the first one, replicate by replicate. */
  readonly differences: readonly {
    readonly hash: string;
    readonly value: number | null;
    readonly half: number | null;
    readonly n: number;
    readonly pairs: readonly { readonly replicate: number; readonly difference: number }[];
  }[];
}

export interface TrialAnswer {
  readonly sweep: string;
  readonly hash: string;
  readonly trial: TrialRow;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly measures: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly about: string;
    readonly unit: string | null;
  }[];
  /** What happened to it, in the order of time. */
  readonly life: readonly { readonly at: Moment | null; readonly what: string; readonly by: string | null }[];
  /** What a program said beside its reports; null: nothing. */
  readonly log: string | null;
  /** Files that it left. */
  readonly artifacts: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

export interface TableAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** There were more rows than are told. */
  readonly more: boolean;
  readonly next: string | null;
  readonly seconds: number | null;
}

export interface SubmitAnswer {
  /** The `word` of the sweep; null where nothing was submitted. */
  readonly word: string | null;
  /** What was done, or what to type instead, in sentences; null where there are faults. */
  readonly text: string | null;
  readonly faults: readonly FileFault[];
  /** Worth knowing, and stops nothing. */
  readonly notes: readonly FileFault[];
}

/** `line` counts from 1. */
export interface FileFault {
  readonly line: number | null;
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}
