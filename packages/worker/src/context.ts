import type { Contents } from './contents.ts';
import type { HeldJob, JobContext } from './held-job.ts';
import type { Tally } from './tally.ts';

/** What the slots of one worker share. */
export interface WorkerContext extends JobContext {
  readonly now: Tally;
  readonly labels: readonly string[];
  /** It takes jobs that require one of these alone; null: and those that require nothing. */
  readonly among: readonly string[] | null;
  /** `name@version` */
  readonly engineId: string;
  readonly contents: Contents;
  /** Jobs of all slots that are not settled. */
  readonly held: Set<HeldJob>;
  readonly stopping: AbortSignal;
  /** A thread that finishes no epoch for this long is ended. */
  readonly stallMs: number;
}
