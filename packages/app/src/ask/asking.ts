import type { Values } from '@latentsweep/core';

/** A trial that was given to whoever asked. */
export interface Asked {
  /** By what it is told of: `17`, or `17.2` where it was given out before. */
  readonly trial: string;
  readonly config: Values;
  /** From 1. */
  readonly replicate: number;
  /** From 0 to 2^31-1: the same for all configs of a replicate. */
  readonly seed: number;
  /** How often it was given out, with this time. */
  readonly attempt: number;
  /** ISO 8601. After that it is given to the next who asks. */
  readonly leaseEnds: string;
}

export interface Answer {
  readonly trials: readonly Asked[];
  /** `waiting`: none can be given now; `done`: none ever will. */
  readonly state: 'given' | 'waiting' | 'done';
  /** Why there is none, in a sentence; null where there is one. */
  readonly reason: string | null;
}

/** How a trial ended, as whoever computed it says. */
export type Told = { readonly metrics: Readonly<Record<string, number>> } | { readonly failed: string };

export interface Noted {
  readonly trial: string;
  readonly state: 'completed' | 'diverged' | 'failed';
  /** It had been told before, with the same values. */
  readonly again: boolean;
}

/** A sweep whose trials are asked for. Nothing is held between two calls: any number of processes may do this at once. */
export interface Asking {
  /** Up to `count` trials, from 1 to 1000, each for `leaseMs`: a second to a year. Throws InputError `bad_count`, `bad_lease`. */
  ask(count: number, lease?: { readonly leaseMs?: number }): Promise<Answer>;
  /**
   * A place of the trial's curve; it renews the lease. `stop`: nobody waits for the rest, for the `reason`. Throws InputError
   * `bad_step`, `too_many_reports` and what `tell` throws of names and trials.
   */
  report(
    trial: string,
    step: number,
    metrics: Readonly<Record<string, number>>,
  ): Promise<{ readonly stop: boolean; readonly reason: string | null }>;
  /**
   * The end of a trial. Metrics are its last report, and may be none where earlier ones said all. Told again with the same values it
   * is as if nothing was said. Throws InputError `unknown_trial`, `bad_metric_name`, `bad_metric`, `missing_metric`,
   * `trial_given_again`, `told_otherwise`, `trial_over`.
   */
  tell(trial: string, told: Told): Promise<Noted>;
  /** Trials that will not be computed here: they are given to the next who asks. Those that have ended stay as they are. */
  giveBack(trials: readonly string[]): Promise<void>;
  /** What it holds of the process; trials that are out stay out. */
  close(): Promise<void>;
}
