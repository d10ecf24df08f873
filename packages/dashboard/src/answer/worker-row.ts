import type { ShownWorker } from '@latentsweep/app';
import type { WorkerRow } from '../api.ts';

export function workerRow(worker: ShownWorker): WorkerRow {
  const { name, host, engine, device, state, slots, done, lastSeen, running } = worker;
  return {
    ...{
      worker: name,
      host,
      engine: device === null ? engine : `${engine} on ${device}`,
      state,
      slots,
      done,
      atWork: running,
    },
    lastSeen: lastSeen.toISOString(),
  };
}
