import { type ExpandOutcome, TRIAL_STATES, type TrialCounts } from '@latentsweep/store';

const NO_TRIALS = Object.fromEntries([...TRIAL_STATES, 'reused'].map((state) => [state, 0])) as TrialCounts;

/**
 * How many trials of a sweep stand where: the rows as they were last counted, and what was done here since. What others
 * do to the rows (`sweep cancel` for one) shows at the next count.
 */
export class Ledger {
  #counts = NO_TRIALS;
  #exact = false;
  #moves = 0;
  #claimed = { trials: 0, jobs: 0 };

  get counts(): TrialCounts {
    return this.#counts;
  }

  /** Nothing was done since the last count began: the counts are those of the rows. */
  get exact(): boolean {
    return this.#exact;
  }

  /** As claimed so far: trials that differ only in their epochs share a job. */
  get trialsPerJob(): number {
    const { trials, jobs } = this.#claimed;
    return jobs === 0 ? 1 : trials / jobs;
  }

  /** Rows were made, or had waited: `queued` of them are to run, `reused` have the result of an earlier trial. */
  made({ queued, reused, waiting, resumed }: Omit<ExpandOutcome, 'unlisted' | 'duplicates'>): void {
    this.#move({ queued, completed: reused - waiting, waiting: waiting - resumed, reused });
  }

  /** Rows that waited are running, in so many jobs; none: whatever was counted, none waits. */
  claimed(trials: number, jobs: number): void {
    this.#claimed = { trials: this.#claimed.trials + trials, jobs: this.#claimed.jobs + jobs };
    this.#move({ queued: trials === 0 ? -this.#counts.queued : -trials, running: trials });
  }

  /** Rows that waited at a band end there. */
  stopped(trials: number): void {
    this.#move({ waiting: -trials, pruned: trials });
  }

  /** Rows that were running wait again. */
  returned(trials: number): void {
    this.#move({ queued: trials, running: -trials });
  }

  /** Rows that were running came to their end, or to a band. */
  ended(
    ends: Partial<Pick<TrialCounts, 'completed' | 'waiting' | 'diverged' | 'failed' | 'quarantined'>>,
  ): void {
    const trials = Object.values(ends).reduce((sum, count) => sum + count, 0);
    this.#move({ ...ends, running: -trials });
  }

  /** The rows may be others by now. */
  doubt(): void {
    this.#exact = false;
  }

  /** Counts the rows, which may change meanwhile. */
  async count(read: () => Promise<TrialCounts>): Promise<void> {
    const before = this.#moves;
    this.#counts = await read();
    this.#exact = this.#moves === before;
  }

  #move(changes: Partial<TrialCounts>): void {
    const counts = { ...this.#counts };
    for (const [state, change] of Object.entries(changes) as [keyof TrialCounts, number][]) {
      counts[state] = Math.max(0, counts[state] + change);
    }
    this.#counts = counts;
    this.#exact = false;
    this.#moves += 1;
  }
}
