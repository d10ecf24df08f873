import type { Contents } from './contents.ts';
import type { EngineInfo, EngineSpec } from './engine.ts';
import type { HeldJob, JobContext } from './held-job.ts';

/** What the slots of one worker share. */
export interface WorkerContext extends JobContext {
  readonly labels: readonly string[];
  /** For the threads; its backend is one by name. */
  readonly engine: EngineSpec;
  readonly engineInfo: EngineInfo;
  /** `name@version` */
  readonly engineId: string;
  readonly slots: number;
  /** How many jobs of one shape are to be trained together. */
  readonly cohort: number | 'auto';
  readonly contents: Contents;
  /** Jobs of all slots that are not settled. */
  readonly held: Set<HeldJob>;
  readonly stopping: AbortSignal;
  /** A thread that finishes no epoch for this long is ended. */
  readonly stallMs: number;
}
