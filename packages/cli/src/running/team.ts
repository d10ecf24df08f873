import { type Bus, createMemoryBus } from '@latentsweep/bus';
import { startWorker, type Worker } from '@latentsweep/worker';
import type { EngineChoice } from './engine.ts';

/** The workers of one machine and the bus between them and the coordinator. */
export interface Team {
  readonly bus: Bus;
  readonly worker: Worker;
  readonly slots: number;
  stop(): Promise<void>;
}

/** What a trial under way gets to stop cleanly before its thread is ended; it runs again later. */
const GRACE_MS = 500;

export async function startTeam(slots: number, engine: EngineChoice): Promise<Team> {
  const bus = createMemoryBus();
  const worker = await startWorker({ bus, slots, engine });
  return {
    bus,
    worker,
    slots,
    async stop() {
      await worker.stop({ graceMs: GRACE_MS });
      await bus.close();
    },
  };
}
