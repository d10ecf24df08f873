import type { ClusterBook } from './cluster-book.ts';
import type { AliveConfig, BandStand, NewBandDecision, NewDecision, RacedConfig } from './race.ts';
import type { Reading } from './reading.ts';
import type { HistoryWish, SearchHistory } from './search-history.ts';
import type { SweepBook } from './sweep-book.ts';
import type { EndedConfigs } from './target.ts';
import type {
  ClaimedTrial,
  Death,
  ExpandOutcome,
  NewTrial,
  Owner,
  RecordOutcome,
  TrialOutcome,
} from './trial.ts';

/** All that the coordinator of one sweep calls. Each of it may safely run twice. */
export interface TrialLedger
  extends Pick<Reading, 'sweep' | 'counts' | 'bestConfig' | 'runningTrials'>,
    Pick<SweepBook, 'setSweepState'>,
    Pick<ClusterBook, 'keepBadMessage'> {
  /**
   * Makes `owner` the sweep's one coordinator for `leaseMs` by the database's clock; the owner renews by calling
   * again. False, and nothing changes, while another owner's lease lasts.
   */
  acquireRun(sweepId: number, owner: string, leaseMs: number): Promise<boolean>;
  /** Ends the lease if `owner` holds it. */
  releaseRun(sweepId: number, owner: string): Promise<void>;
  /** In one transaction: inserts trials that are new, sends those that wait at another band than `until` on their way (both take over results that exist), and moves the cursor. */
  expand(
    sweepId: number,
    trials: readonly NewTrial[],
    cursor: unknown,
    expanded: boolean,
    owner: Owner,
  ): Promise<ExpandOutcome>;
  /** Null while a config that is to be known has a trial that has not ended. Throws TakenOver of a sweep that is gone. */
  searchHistory(sweepId: number, wish: HistoryWish): Promise<SearchHistory | null>;
  /**
   * Configs with all their replicates, whose last trials are among the next `limit` behind the number `after`, as far as all
   * trials before have ended. Throws TakenOver of a sweep that is gone.
   */
  endedConfigs(
    sweepId: number,
    page: { readonly after: number; readonly limit: number },
  ): Promise<EndedConfigs>;
  /**
   * Configs that no race has dropped, by their hashes, with their results: of a search that learns those whose place is `from` or
   * above, else, from 0 on, all. Null while a trial of the sweep has not ended. Throws TakenOver of a sweep that is gone.
   */
  racedConfigs(sweepId: number, from: number): Promise<readonly RacedConfig[] | null>;
  /**
   * Of a search that learns: the best by its mean of those whose place is below `before`, that no race has dropped and that have a
   * value of each replicate; of equals the earlier. Null where there is none. Throws TakenOver of a sweep that is gone.
   */
  incumbent(sweepId: number, before: number): Promise<RacedConfig | null>;
  /** In one transaction: keeps what a race decided at this rung, which stays as it was if it was decided before, and moves the cursor. */
  decideRung(
    sweepId: number,
    rung: number,
    decisions: readonly NewDecision[],
    cursor: unknown,
    owner: Owner,
  ): Promise<void>;
  /** Configs that no race has dropped, `from` as in `racedConfigs`, in the order of their runs, those behind the run `after`. */
  aliveConfigs(
    sweepId: number,
    page: { readonly from: number; readonly after: string; readonly limit: number },
  ): Promise<readonly AliveConfig[]>;
  /**
   * What is there at a band of epochs. Null while a trial of the sweep has not ended and does not wait. Throws TakenOver of a
   * sweep that is gone.
   */
  bandStand(sweepId: number, band: number): Promise<BandStand | null>;
  /**
   * In one transaction: keeps what was decided at a band with `rung` replicates, once, ends as `pruned` what waits of those that
   * are not kept, and moves the cursor. Returns how many trials that were.
   */
  decideBand(
    sweepId: number,
    at: { readonly band: number; readonly rung: number },
    decisions: readonly NewBandDecision[],
    cursor: unknown,
    owner: Owner,
  ): Promise<number>;
  /** The first configs, in the order of their runs, that wait at the band. */
  waitingConfigs(
    sweepId: number,
    page: { readonly band: number; readonly limit: number },
  ): Promise<readonly AliveConfig[]>;
  /**
   * Takes about `limit` queued trials, never splitting trials of one (run, replicate). `queued -> running`, each with
   * a lease of `leaseMs` by the database's clock. `asker`: who is given them, where nobody notes that later.
   */
  claim(
    sweepId: number,
    limit: number,
    owner: Owner,
    leaseMs: number,
    asker?: string,
  ): Promise<ClaimedTrial[]>;
  /**
   * Renews leases and notes who is at work: null where a trial waits (again). Returns the ids that are still running.
   */
  renewLeases(
    sweepId: number,
    leases: readonly { readonly trialId: number; readonly worker: string | null }[],
    owner: Owner,
    leaseMs: number,
  ): Promise<number[]>;
  /** Writes a batch of outcomes, by whomever; a trial that has ended stays as it is. */
  record(outcomes: readonly TrialOutcome[]): Promise<RecordOutcome>;
  /** Of all artifacts of a sweep's trials, as often as each is named. */
  artifactBytes(sweepId: number): Promise<number>;
  /**
   * Puts running trials back in the queue: all of the sweep's (`null`: its coordinator is gone), or the ones named. In
   * a cancelled sweep they end as cancelled instead. `death` is charged to each and kept; its worker, where it is
   * null, is the one noted with the lease. Returns how many.
   */
  requeue(sweepId: number, trialIds: readonly number[] | null, owner: Owner, death?: Death): Promise<number>;
  /** Ends running trials as `quarantined`, with this death as the last one; their error tells all. Returns how many. */
  quarantine(sweepId: number, trialIds: readonly number[], owner: Owner, death: Death): Promise<number>;
}
