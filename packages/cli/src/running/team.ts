import { type Bus, createMemoryBus } from '@latentsweep/bus';
import { type EngineSpec, startWorker, type Worker } from '@latentsweep/worker';
import { packageVersion } from '../version.ts';
import type { Cohort } from './engine-options.ts';

/** The workers of one machine and the bus between them and the coordinator. */
export interface Team {
  readonly bus: Bus;
  readonly worker: Worker;
  readonly slots: number;
  stop(): Promise<void>;
}

export interface TeamOptions {
  readonly slots: number;
  readonly engine: EngineSpec;
  readonly cohort: Cohort;
  readonly labels: readonly string[];
}

/** What a trial under way gets to stop cleanly before its thread is ended; it runs again later. */
export const GRACE_MS = 500;

export async function startTeam(options: TeamOptions): Promise<Team> {
  const bus = createMemoryBus();
  const worker = await startWorker({ bus, ...options, version: packageVersion() });
  return {
    bus,
    worker,
    slots: options.slots,
    async stop() {
      await worker.stop({ graceMs: GRACE_MS });
      await bus.close();
    },
  };
}
