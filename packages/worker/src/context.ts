import type { Bus } from '@latentsweep/bus';
import type { Contents } from './contents.ts';
import type { EngineInfo, EngineSpec } from './engine.ts';
import type { WorkerEvent } from './event.ts';
import type { Abilities } from './fit.ts';
import type { HeldJob } from './held-job.ts';
import type { Tally } from './tally.ts';

/** What the slots of one worker share. */
export interface WorkerContext extends Abilities {
  readonly bus: Bus;
  /** For the threads; its backend is one by name. */
  readonly engine: EngineSpec;
  readonly engineInfo: EngineInfo;
  readonly slots: number;
  /** How many jobs of one shape are to be trained together. */
  readonly cohort: number | 'auto';
  readonly contents: Contents;
  /** Jobs of all slots that are not settled. */
  readonly held: Set<HeldJob>;
  readonly stopping: AbortSignal;
  /** A thread that finishes no epoch for this long is ended. */
  readonly stallMs: number;
  readonly now: Tally;
  tell(event: WorkerEvent): void;
}
