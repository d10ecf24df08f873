export { BACKENDS, type BackendName, type MissingBackend } from '@latentsweep/engine-tfjs/names';
export { CACHE_BYTES } from './content-folder.ts';
export {
  type EngineInfo,
  type EngineSpec,
  engineId,
  infoOf,
  openEngine,
  type TfjsSpec,
  tfjsEngineId,
} from './engine.ts';
export type { WorkerEvent, WorkerState, WorkerStats } from './event.ts';
export { firstWidth } from './width.ts';
export { startWorker, type Worker, type WorkerOptions } from './worker.ts';
