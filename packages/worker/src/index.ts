export { CACHE_BYTES } from './content-folder.ts';
export type { WorkerEvent, WorkerState, WorkerStats } from './event.ts';
export { startWorker, type Worker, type WorkerOptions } from './worker.ts';
