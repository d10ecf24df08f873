import { LOST_AFTER_MS } from '@latentsweep/bus';
import type { BestConfig, SeenWorker, Sweep, TrialCounts } from '@latentsweep/store';

/** A worker that is lost, with its trials: they go to others once its lease runs out. */
export interface Held {
  readonly worker: string;
  readonly trials: number;
  readonly leaseLeftMs: number;
}

/** A sweep and the cluster around it at one moment, as the store has them. */
export interface Sighting {
  readonly sweep: Sweep;
  readonly counts: TrialCounts;
  readonly best: BestConfig | null;
  /** Labels that a worker must have. */
  readonly requires: readonly string[];
  readonly workers: readonly SeenWorker[];
  /** Why the bus takes nothing, as the leader says. */
  readonly troubles: readonly string[];
  /** Trials at work on workers that are lost, where nothing else is to be done than to wait for them. */
  readonly held: readonly Held[];
  /** The coordinator that leads, or null where none does. */
  readonly leader: string | null;
  /** Somebody runs the sweep: the leader, or a process of its own. */
  readonly led: boolean;
}

/** How a worker stands, for people. */
export function stateOfWorker({ state, silentMs }: Pick<SeenWorker, 'state' | 'silentMs'>) {
  if (state !== 'gone' && silentMs > LOST_AFTER_MS) return 'lost';
  return state;
}

/** Workers that take jobs. */
export function atWork(workers: readonly SeenWorker[]): SeenWorker[] {
  return workers.filter((worker) => stateOfWorker(worker) === 'working');
}
